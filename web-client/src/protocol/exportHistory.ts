import type { ApiClient } from "./apiClient";
import { type HistoryFilter, historyQuery } from "./history";

export type ExportFormat = "csv" | "json" | "fhir";

/** All that a filter leaves, as a file; tables for the spreadsheets of a language that writes decimals with a comma. */
export function exportHistory(
  api: ApiClient,
  filter: HistoryFilter,
  format: ExportFormat,
  decimalComma: boolean,
): Promise<Blob> {
  const query = historyQuery(filter);
  query.set("format", format);
  if (format === "csv") query.set("separator", decimalComma ? "semicolon" : "comma");
  return api.file(`history/export?${query}`);
}
