import type { ApiClient } from "./apiClient";
import { type HistoryFilter, type HistoryPage, historyQuery } from "./history";

/** Consultations of the past and of the days to come, the latest first, one page after the other. */
export function listHistory(
  api: ApiClient,
  filter: HistoryFilter,
  cursor: string | null,
): Promise<HistoryPage> {
  const query = historyQuery(filter);
  if (cursor) query.set("cursor", cursor);
  return api.send(`history?${query}`);
}
