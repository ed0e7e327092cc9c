import {
  Activity,
  CalendarDays,
  ChartColumn,
  CircleUserRound,
  History,
  House,
  type LucideIcon,
  MessageSquare,
  Users,
} from "lucide-react";
import type { User } from "../../protocol/apiClient";
import { type Section, sections } from "../admin/sections";
import type { frPages } from "../i18n/frPages";

/** A page of the signed-in, as the navigation names it. */
export interface Entry {
  to: string;
  name: `nav.${keyof (typeof frPages)["nav"]}` | Section["name"];
  icon: LucideIcon;
  roles: readonly User["role"][];
  /** Beside the page alone, or on a phone alone: there the rest is reached from other pages. */
  only?: "desk" | "phone";
}

const parts: Entry[] = sections.map((section) => ({ ...section, roles: ["admin"], only: "desk" }));

/** Every page that has an entry, in the order of the navigation; five at most fit a phone for any one role. */
export const entries: readonly Entry[] = [
  { to: "/admin", name: "nav.admin", icon: Activity, roles: ["admin"], only: "phone" },
  ...parts,
  { to: "/webrtc", name: "nav.today", icon: CalendarDays, roles: ["doctor", "admin"] },
  { to: "/patients", name: "nav.patients", icon: Users, roles: ["doctor"] },
  { to: "/patient", name: "nav.home", icon: House, roles: ["patient"] },
  { to: "/chat-message", name: "nav.messages", icon: MessageSquare, roles: ["doctor", "patient"] },
  { to: "/history", name: "nav.history", icon: History, roles: ["doctor", "admin", "patient"] },
  { to: "/statistics", name: "nav.statistics", icon: ChartColumn, roles: ["doctor", "admin"], only: "desk" },
  {
    to: "/profile",
    name: "nav.profile",
    icon: CircleUserRound,
    roles: ["doctor", "admin", "patient"],
    only: "phone",
  },
];
