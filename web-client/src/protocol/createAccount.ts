import type { Invited, NewAccount } from "./accounts";
import type { ApiClient } from "./apiClient";

/** Makes an account. `conflict`: the address is taken. */
export function createAccount(api: ApiClient, account: NewAccount): Promise<Invited> {
  return api.ask("POST", "/api/v1/users", { body: account }) as Promise<Invited>;
}
