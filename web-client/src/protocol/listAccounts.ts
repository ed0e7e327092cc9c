import type { AccountPage } from "./accounts";
import type { ApiClient, User } from "./apiClient";

/** Accounts whose name or address contains a text, newest first, one page after the other. */
export function listAccounts(
  api: ApiClient,
  { q, role, cursor }: { q: string; role: User["role"] | null; cursor: string | null },
): Promise<AccountPage> {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (role) query.set("role", role);
  if (cursor) query.set("cursor", cursor);
  return api.send(`users?${query}`);
}
