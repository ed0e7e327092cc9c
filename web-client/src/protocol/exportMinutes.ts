import type { ApiClient } from "./apiClient";
import { pathTo } from "./operation";

/** What was measured of one consultation, minute by minute, as a table. */
export function exportMinutes(api: ApiClient, id: string, decimalComma: boolean): Promise<Blob> {
  const separator = decimalComma ? "semicolon" : "comma";
  return api.file(pathTo("/api/v1/history/{id}/minutes", { params: { id }, query: { separator } }));
}
