import type { ApiClient } from "./apiClient";
import type { NetworkTestResult } from "./networkTest";

/** What those in a consultation measured, newest first; for its doctor. */
export async function listNetworkTests(api: ApiClient, id: string): Promise<NetworkTestResult[]> {
  return (await api.ask("GET", "/api/v1/consultations/{id}/network-tests", { params: { id } })).items;
}
