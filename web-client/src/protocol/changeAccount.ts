import type { Account, AccountChange } from "./accounts";
import type { ApiClient } from "./apiClient";

/** Changes what is named. `conflict`: the address is taken, or nobody would be left to administer. */
export function changeAccount(api: ApiClient, id: string, change: AccountChange): Promise<Account> {
  return api.send(`users/${id}`, { method: "PATCH", body: change });
}
