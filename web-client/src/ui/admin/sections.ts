import type { frAdmin } from "../i18n/frAdmin";

/** The parts of the administration, in the order of its navigation. */
export const sections: readonly { to: string; word: keyof (typeof frAdmin)["admin"]["sections"] }[] = [
  { to: "/admin", word: "health" },
  { to: "/admin/accounts", word: "accounts" },
  { to: "/admin/teams", word: "teams" },
  { to: "/admin/keys", word: "keys" },
  { to: "/admin/outbox", word: "outbox" },
  { to: "/admin/audit", word: "audit" },
  { to: "/admin/settings", word: "settings" },
];
