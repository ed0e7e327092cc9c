import type { ApiClient } from "./apiClient";
import type { HistoryReport } from "./history";

/** One consultation with all that was measured of it. */
export function showHistory(api: ApiClient, id: string): Promise<HistoryReport> {
  const told = api.ask("GET", "/api/v1/history/{id}", { params: { id } });
  // The document names some of its words as texts.
  return told as Promise<HistoryReport>;
}
