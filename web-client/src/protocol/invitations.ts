import type { ApiClient } from "./apiClient";

export const invitationRoles = ["patient", "interpreter", "relative", "second_clinician"] as const;
export type InvitationRole = (typeof invitationRoles)[number];

/** A link of one person to one consultation. Times are RFC 3339 in UTC. */
export interface Invitation {
  id: string;
  role: InvitationRole;
  name: string | null;
  /** Where the link was sent. */
  email: string | null;
  phone: string | null;
  link: string;
  /** Whether the first browser that uses it keeps it. */
  one_time: boolean;
  created_at: string;
  used_at: string | null;
  delivery: "done" | "waiting" | "failed";
}

export interface NewInvitation {
  role: InvitationRole;
  name: string;
  /** Empty where the link is handed over in another way. */
  email: string;
  phone: string;
}

/** Oldest first, without those that were taken back. */
export async function listInvitations(api: ApiClient, consultationId: string): Promise<Invitation[]> {
  return (await api.send<{ items: Invitation[] }>(pathOf(consultationId))).items;
}

export function invite(api: ApiClient, consultationId: string, person: NewInvitation): Promise<Invitation> {
  return api.send(pathOf(consultationId), { method: "POST", body: person });
}

/** The link works no more, who came by it is out. */
export function revokeInvitation(api: ApiClient, consultationId: string, id: string): Promise<void> {
  return api.send(`${pathOf(consultationId)}/${encodeURIComponent(id)}`, { method: "DELETE" });
}

function pathOf(consultationId: string): string {
  return `consultations/${encodeURIComponent(consultationId)}/invitations`;
}
