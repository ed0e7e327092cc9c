import type { ApiClient } from "./apiClient";

/** Takes the second factor off the account of somebody who has lost it. */
export function removeSecondFactor(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/users/{id}/totp", { params: { id } });
}
