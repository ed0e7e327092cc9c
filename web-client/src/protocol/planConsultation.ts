import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

/** Plans a consultation for a moment; null makes it one for now. */
export function planConsultation(api: ApiClient, id: string, startsAt: Date | null): Promise<Consultation> {
  const body = { starts_at: startsAt?.toISOString() ?? null };
  return api.ask("PATCH", "/api/v1/consultations/{id}", { params: { id }, body });
}
