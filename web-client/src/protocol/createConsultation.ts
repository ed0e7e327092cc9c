import type { ApiClient } from "./apiClient";
import type { Consultation, ConsultationMode } from "./consultation";

export function createConsultation(api: ApiClient, mode: ConsultationMode): Promise<Consultation> {
  return api.send("consultations", { method: "POST", body: { mode } });
}
