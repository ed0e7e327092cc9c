import type { Invited } from "./accounts";
import type { ApiClient } from "./apiClient";

/** Another link to set a password; those before work no more. */
export function inviteAccount(api: ApiClient, id: string): Promise<Invited> {
  return api.send(`users/${id}/invitation`, { method: "POST" });
}
