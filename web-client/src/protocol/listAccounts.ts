import type { AccountPage } from "./accounts";
import type { ApiClient, User } from "./apiClient";

/** Accounts whose name or address contains a text, newest first, one page after the other. */
export function listAccounts(
  api: ApiClient,
  { q, role, cursor }: { q: string; role: User["role"] | null; cursor: string | null },
): Promise<AccountPage> {
  const query = { q: q || null, role, cursor };
  return api.ask("GET", "/api/v1/users", { query }) as Promise<AccountPage>;
}
