import {
  Activity,
  CalendarDays,
  CircleUserRound,
  History,
  House,
  type LucideIcon,
  MessageSquare,
  Users,
} from "lucide-react";
import type { User } from "../../protocol/apiClient";
import type { frPages } from "../i18n/frPages";

/** A page of the signed-in, as the navigation names it. */
export interface Entry {
  to: string;
  word: keyof (typeof frPages)["nav"];
  icon: LucideIcon;
  roles: readonly User["role"][];
}

/** Every page that has an entry, in the order of the navigation; five at most fit a phone for any one role. */
export const entries: readonly Entry[] = [
  { to: "/admin", word: "admin", icon: Activity, roles: ["admin"] },
  { to: "/webrtc", word: "today", icon: CalendarDays, roles: ["doctor", "admin"] },
  { to: "/patients", word: "patients", icon: Users, roles: ["doctor"] },
  { to: "/patient", word: "home", icon: House, roles: ["patient"] },
  { to: "/chat-message", word: "messages", icon: MessageSquare, roles: ["doctor", "patient"] },
  { to: "/history", word: "history", icon: History, roles: ["doctor", "admin", "patient"] },
  { to: "/profile", word: "profile", icon: CircleUserRound, roles: ["doctor", "admin", "patient"] },
];
