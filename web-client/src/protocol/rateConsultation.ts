import type { ApiClient } from "./apiClient";

/** What somebody says of a call. */
export interface Rating {
  /** From 1, bad, to 5, good. */
  rating: number;
  /** In their own words. */
  comment?: string;
}

/** Says once how the call was, by the participant token. */
export function rateConsultation(api: ApiClient, id: string, token: string, rating: Rating): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/rating", { params: { id }, body: rating, token });
}
