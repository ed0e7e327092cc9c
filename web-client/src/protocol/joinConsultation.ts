import type { ApiClient } from "./apiClient";
import type { JoinAnswer } from "./consultation";

/** A place for somebody who is signed in. */
export function joinConsultation(api: ApiClient, id: string): Promise<JoinAnswer> {
  return api.send(`consultations/${encodeURIComponent(id)}/join`, { method: "POST" });
}
