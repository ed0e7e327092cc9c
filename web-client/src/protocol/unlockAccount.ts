import type { ApiClient } from "./apiClient";

/** Forgets the wrong passwords that locked an account. */
export function unlockAccount(api: ApiClient, id: string): Promise<void> {
  return api.ask("POST", "/api/v1/users/{id}/unlock", { params: { id } });
}
