import type { User } from "./apiClient";
import type { Schema } from "./operation";

/** An account as administrators see it, who are told the address. Times are RFC 3339 in UTC. */
export type Account = Schema<"DirectoryEntry"> & { email: string };

export interface AccountPage {
  items: Account[];
  next_cursor: string | null;
}

/** An account with the link that sets its password, once, within seven days. */
export interface Invited {
  user: Account;
  link: string;
}

export type NewAccount = Pick<User, "email" | "name" | "role">;
export type AccountChange = Partial<NewAccount & { disabled: boolean }>;
