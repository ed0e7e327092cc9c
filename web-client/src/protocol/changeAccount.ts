import type { Account, AccountChange } from "./accounts";
import type { ApiClient } from "./apiClient";
import type { Seen } from "./seen";

/** An account as it is now, to be changed. */
export function seeAccount(api: ApiClient, id: string): Promise<Seen<Account>> {
  return api.see("/api/v1/users/{id}", { params: { id } }) as Promise<Seen<Account>>;
}

/**
 * Changes what is named. `conflict`: the address is taken, or nobody would be left to administer;
 * `precondition_failed`: somebody else changed it since `tag` was seen.
 */
export function changeAccount(
  api: ApiClient,
  id: string,
  change: AccountChange,
  tag: string | null = null,
): Promise<Account> {
  const condition = tag === null ? {} : { headers: { "If-Match": tag } };
  const told = api.ask("PATCH", "/api/v1/users/{id}", { params: { id }, body: change, ...condition });
  return told as Promise<Account>;
}
