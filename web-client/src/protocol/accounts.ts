import type { User } from "./apiClient";

/** An account as administrators see it. Times are RFC 3339 in UTC. */
export interface Account extends User {
  has_password: boolean;
  created_at: string;
  disabled: boolean;
  /** Whether it asks for a second factor. */
  totp?: boolean;
  /** Until when wrong passwords keep it locked. */
  locked_until: string | null;
}

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
