import type { ApiClient } from "./apiClient";
import type { JoinAnswer } from "./consultation";

/** A place for somebody who is signed in. */
export function joinConsultation(api: ApiClient, id: string): Promise<JoinAnswer> {
  return api.ask("POST", "/api/v1/consultations/{id}/join", { params: { id } }) as Promise<JoinAnswer>;
}
