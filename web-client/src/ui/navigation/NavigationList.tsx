import type { User } from "../../protocol/apiClient";
import { useTranslation } from "../i18n/useTranslation";
import { LongestWait } from "../lobby/LongestWait";
import { UnreadCount } from "../messages/UnreadCount";
import { NavLink } from "../router/Link";
import { type Entry, entries } from "./entries";
import "./navigation.css";

/** The pages of a role: a rail beside the page, on phones a bar below it. */
export function NavigationList({ role }: Pick<User, "role">) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("nav.pages")} className="nav">
      <ul>
        {entries
          .filter(({ roles }) => roles.includes(role))
          .map((entry) => (
            <li key={entry.name} className={entry.only && `nav-${entry.only}`}>
              <NavigationLink entry={entry} />
            </li>
          ))}
      </ul>
    </nav>
  );
}

function NavigationLink({ entry: { to, name, icon: Icon, only } }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <NavLink to={to} end={only === "desk"} className="nav-link">
      <Icon size={20} aria-hidden="true" />
      <span>{t(name)}</span>
      {name === "nav.messages" && <UnreadCount />}
      {name === "nav.today" && <LongestWait />}
    </NavLink>
  );
}
