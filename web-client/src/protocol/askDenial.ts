import type { ApiClient } from "./apiClient";
import type { Denial } from "./lobby";

/** Why somebody was sent away, by their participant token; null where they were not, or nobody said why. */
export async function askDenial(api: ApiClient, id: string, token: string): Promise<Denial | null> {
  const place = await api.ask("GET", "/api/v1/consultations/{id}/place", { params: { id }, token });
  return place.denial ?? null;
}
