import type { ApiClient } from "./apiClient";
import type { HistoryReport } from "./history";

/** One consultation with all that was measured of it. */
export function showHistory(api: ApiClient, id: string): Promise<HistoryReport> {
  return api.send(`history/${encodeURIComponent(id)}`);
}
