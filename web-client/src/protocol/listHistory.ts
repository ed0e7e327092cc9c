import type { ApiClient } from "./apiClient";
import { type HistoryFilter, type HistoryPage, historyQuery } from "./history";

/** Consultations of the past and of the days to come, the latest first, one page after the other. */
export function listHistory(
  api: ApiClient,
  filter: HistoryFilter,
  cursor: string | null,
): Promise<HistoryPage> {
  return api.ask("GET", "/api/v1/history", { query: { ...historyQuery(filter), cursor } });
}
