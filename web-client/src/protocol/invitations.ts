import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

const invitations = "/api/v1/consultations/{id}/invitations";

export const invitationRoles = ["patient", "interpreter", "relative", "second_clinician"] as const;
export type InvitationRole = Schema<"InvitedAs">;

/** A link of one person to one consultation. Times are RFC 3339 in UTC. */
export type Invitation = Schema<"Invitation">;

export interface NewInvitation {
  role: InvitationRole;
  name: string;
  /** Empty where the link is handed over in another way. */
  email: string;
  phone: string;
}

/** Oldest first, without those that were taken back. */
export async function listInvitations(api: ApiClient, consultationId: string): Promise<Invitation[]> {
  return (await api.ask("GET", invitations, { params: { id: consultationId } })).items;
}

export function invite(api: ApiClient, consultationId: string, person: NewInvitation): Promise<Invitation> {
  return api.ask("POST", invitations, { params: { id: consultationId }, body: person });
}

/** The link works no more, who came by it is out. */
export function revokeInvitation(api: ApiClient, id: string, invitation: string): Promise<void> {
  return api.ask("DELETE", `${invitations}/{invitation}`, { params: { id, invitation } });
}
