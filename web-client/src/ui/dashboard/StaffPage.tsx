import { CalendarDays, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Logo } from "../components/Logo";
import { useSession } from "../session/session";
import "./staffPage.css";

/** The rail with the pages and oneself, and the page beside it. */
export function StaffPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { user, signOut } = useSession();
  return (
    <div className="staff-page">
      <a className="skip-link" href="#main">
        {t("common.skip")}
      </a>
      <header className="rail">
        <span className="rail-brand">
          <Logo size={28} />
          <span>Vestibule</span>
        </span>
        <nav aria-label={t("day.navigation")}>
          <NavLink to="/webrtc" className="rail-link">
            <CalendarDays size={20} aria-hidden="true" />
            <span>{t("day.today")}</span>
          </NavLink>
        </nav>
        {user && (
          <div className="rail-self">
            <Avatar name={user.name} />
            <span className="rail-name">{user.name}</span>
            <Button
              variant="ghost"
              icon={<LogOut size={20} aria-hidden="true" />}
              onPress={() => void signOut().catch(() => undefined)}
            >
              {t("common.signOut")}
            </Button>
          </div>
        )}
      </header>
      <main id="main" className="staff-main">
        {children}
      </main>
    </div>
  );
}
