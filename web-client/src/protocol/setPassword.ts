import type { ApiClient } from "./apiClient";

/** Sets a password by the secret of an invitation's link, which works once. */
export function setPassword(api: ApiClient, token: string, password: string): Promise<void> {
  return api.send("auth/password", { method: "POST", body: { token, password } });
}
