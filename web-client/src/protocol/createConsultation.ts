import type { ApiClient } from "./apiClient";
import type { Consultation, ConsultationMode } from "./consultation";

/** A consultation for now; with a patient it is theirs too, and they join it signed in. */
export function createConsultation(
  api: ApiClient,
  mode: ConsultationMode,
  patientId?: string,
): Promise<Consultation> {
  const body = { mode, ...(patientId && { patient_id: patientId }) };
  return api.ask("POST", "/api/v1/consultations", { body });
}
