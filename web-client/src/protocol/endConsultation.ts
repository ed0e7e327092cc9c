import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

/** Ends the consultation for everybody in it. */
export function endConsultation(api: ApiClient, id: string): Promise<Consultation> {
  return api.ask("POST", "/api/v1/consultations/{id}/end", { params: { id } });
}
