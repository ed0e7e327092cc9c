import type { ApiClient } from "./apiClient";
import type { NetworkTestResult } from "./networkTest";

/** What those in a consultation measured, newest first; for its doctor. */
export async function listNetworkTests(api: ApiClient, id: string): Promise<NetworkTestResult[]> {
  const path = `consultations/${encodeURIComponent(id)}/network-tests`;
  return (await api.send<{ items: NetworkTestResult[] }>(path)).items;
}
