import type { ApiClient } from "./apiClient";
import { type HistoryFilter, historyQuery } from "./history";
import { pathTo } from "./operation";

export type ExportFormat = "csv" | "json" | "fhir";

/** All that a filter leaves, as a file; tables for the spreadsheets of a language that writes decimals with a comma. */
export function exportHistory(
  api: ApiClient,
  filter: HistoryFilter,
  format: ExportFormat,
  decimalComma: boolean,
): Promise<Blob> {
  const separator = format === "csv" ? (decimalComma ? "semicolon" : "comma") : null;
  return api.file(
    pathTo("/api/v1/history/export", { query: { ...historyQuery(filter), format, separator } }),
  );
}
