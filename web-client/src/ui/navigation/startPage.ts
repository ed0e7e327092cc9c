import type { User } from "../../protocol/apiClient";

/** Where somebody begins who has just signed in. */
export function startPage({ role }: User): string {
  return { admin: "/admin", doctor: "/webrtc", patient: "/patient" }[role];
}
