import type { ApiClient } from "./apiClient";

/** What was measured of one consultation, minute by minute, as a table. */
export function exportMinutes(api: ApiClient, consultation: string, decimalComma: boolean): Promise<Blob> {
  const separator = decimalComma ? "semicolon" : "comma";
  return api.file(`history/${consultation}/minutes?separator=${separator}`);
}
