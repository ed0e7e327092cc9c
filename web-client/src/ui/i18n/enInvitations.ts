import type { frInvitations } from "./frInvitations";

/** English words of links for one person. */
export const enInvitations: typeof frInvitations = {
  invitations: {
    open: "Invite somebody",
    title: "Invite somebody to this consultation",
    what: "Each has a link of their own, for this consultation and one browser. You can take it back.",
    as: "As",
    roles: {
      patient: "Patient",
      interpreter: "Interpreter",
      relative: "Relative",
      second_clinician: "Second clinician",
    },
    name: "Name (optional)",
    email: "E-mail (optional)",
    phone: "Telephone for a text message (optional)",
    make: "Make the link and copy it",
    send: "Send the link",
    onItsWay: "The link is on its way.",
    copyNamed: "Copy the link of {{name}}",
    revoke: "Take back",
    revokeNamed: "Take back the link of {{name}}",
    revoked: "The link of {{name}} works no more.",
    used: "Came in at {{time}}",
    unused: "Not used yet",
    sending: "Being sent",
    sent: "Sent",
    notSent: "Not sent",
    message: "Vestibule message",
    messageSent: "The patient has link and code in their messages.",
  },
};
