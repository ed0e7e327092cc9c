import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Logo } from "../components/Logo";
import { useClinic } from "../home/useClinic";
import { useTranslation } from "../i18n/useTranslation";
import { MailProvider } from "../messages/MailProvider";
import { NavLink } from "../router/Link";
import { useSession } from "../session/session";
import { NavigationList } from "./NavigationList";
import "./rail.css";
import "./signedInPage.css";
import "./patientBar.css";

interface SignedInPageProps {
  /** The page fills the window to its edges and scrolls by its own parts. */
  full?: boolean;
  /** One column, as wide as a patient's screens before a call. */
  column?: boolean;
  children: ReactNode;
}

/** The pages and oneself, and the page beside them. */
export function SignedInPage({ full = false, column = false, children }: SignedInPageProps) {
  const { t } = useTranslation();
  const { user, signOut } = useSession();
  const { name: clinic } = useClinic();
  const isPatient = user?.role === "patient";
  const pageClass = `signed-in-page${isPatient ? " signed-in-patient" : ""}${column ? " signed-in-column" : ""}`;
  return (
    <MailProvider>
      <div className={pageClass}>
        <a className="skip-link" href="#main">
          {t("common.skip")}
        </a>
        <header className="rail">
          <span className="rail-brand">
            <Logo size={28} />
            {isPatient && clinic ? <span className="rail-clinic">{clinic}</span> : <span>Vestibule</span>}
          </span>
          {user && (
            <>
              <NavigationList role={user.role} />
              <div className="rail-self">
                <NavLink to="/profile" className="rail-who">
                  <Avatar name={user.name} />
                  <span className="rail-words">
                    <strong>{user.name}</strong>
                    <span>{isPatient || !clinic ? t(`profile.roles.${user.role}`) : clinic}</span>
                    <span className="visually-hidden">, {t("nav.profile")}</span>
                  </span>
                </NavLink>
                <Button
                  variant="ghost"
                  icon={<LogOut size={20} className="along" aria-hidden="true" />}
                  onPress={() => void signOut().catch(() => undefined)}
                >
                  {t("common.signOut")}
                </Button>
              </div>
            </>
          )}
        </header>
        <main id="main" className={full ? "signed-in-main signed-in-full" : "signed-in-main"}>
          {children}
        </main>
      </div>
    </MailProvider>
  );
}
