import {
  Activity,
  FileText,
  Handshake,
  KeyRound,
  type LucideIcon,
  Mail,
  SlidersHorizontal,
  Users,
  Webhook,
} from "lucide-react";
import type { frAdmin } from "../i18n/frAdmin";

/** A part of the administration. */
export interface Section {
  to: string;
  name: `admin.sections.${keyof (typeof frAdmin)["admin"]["sections"]}`;
  icon: LucideIcon;
}

/** The parts of the administration, in the order of its navigation. */
export const sections: readonly Section[] = [
  { to: "/admin", name: "admin.sections.health", icon: Activity },
  { to: "/admin/accounts", name: "admin.sections.accounts", icon: Users },
  { to: "/admin/teams", name: "admin.sections.teams", icon: Handshake },
  { to: "/admin/keys", name: "admin.sections.keys", icon: KeyRound },
  { to: "/admin/webhooks", name: "admin.sections.webhooks", icon: Webhook },
  { to: "/admin/outbox", name: "admin.sections.outbox", icon: Mail },
  { to: "/admin/audit", name: "admin.sections.audit", icon: FileText },
  { to: "/admin/settings", name: "admin.sections.settings", icon: SlidersHorizontal },
];
