import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

/** Makes a consultation of the shared queue one's own. */
export function takeConsultation(api: ApiClient, id: string): Promise<Consultation> {
  return api.ask("POST", "/api/v1/consultations/{id}/take", { params: { id } });
}
