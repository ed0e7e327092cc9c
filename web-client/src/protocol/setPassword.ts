import type { ApiClient } from "./apiClient";

/** Sets a password by the secret of an invitation's link, which works once. */
export function setPassword(api: ApiClient, token: string, password: string): Promise<void> {
  return api.ask("POST", "/api/v1/auth/password", { body: { token, password } });
}
