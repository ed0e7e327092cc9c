import type { ApiClient } from "./apiClient";

/** What the server was set to, secrets left out. */
export function machineSettings(api: ApiClient): Promise<{ items: { name: string; value: string }[] }> {
  return api.ask("GET", "/api/v1/admin/settings");
}
