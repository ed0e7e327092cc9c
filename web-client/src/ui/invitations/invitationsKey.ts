/** Under which the invitations of a consultation are kept in this browser. */
export const invitationsKey = (consultationId: string) => ["invitations", consultationId];
