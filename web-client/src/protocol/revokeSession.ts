import type { ApiClient } from "./apiClient";

/** Signs another browser out. */
export function revokeSession(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/me/sessions/{id}", { params: { id } });
}
