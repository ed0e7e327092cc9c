import type { Invited } from "./accounts";
import type { ApiClient } from "./apiClient";

/** Another link to set a password; those before work no more. */
export function inviteAccount(api: ApiClient, id: string): Promise<Invited> {
  return api.ask("POST", "/api/v1/users/{id}/invitation", { params: { id } }) as Promise<Invited>;
}
