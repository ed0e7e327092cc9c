import type { ApiClient } from "./apiClient";

/** Signs another browser out. */
export function revokeSession(api: ApiClient, id: string): Promise<void> {
  return api.send(`me/sessions/${id}`, { method: "DELETE" });
}
