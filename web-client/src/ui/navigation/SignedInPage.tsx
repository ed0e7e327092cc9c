import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Logo } from "../components/Logo";
import { useTranslation } from "../i18n/useTranslation";
import { MailProvider } from "../messages/MailProvider";
import { useSession } from "../session/session";
import { NavigationList } from "./NavigationList";
import "./signedInPage.css";

/** The pages and oneself, and the page beside them. */
export function SignedInPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { user, signOut } = useSession();
  return (
    <MailProvider>
      <div className="signed-in-page">
        <a className="skip-link" href="#main">
          {t("common.skip")}
        </a>
        <header className="rail">
          <span className="rail-brand">
            <Logo size={28} />
            <span>Vestibule</span>
          </span>
          {user && (
            <>
              <NavigationList role={user.role} />
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
            </>
          )}
        </header>
        <main id="main" className="signed-in-main">
          {children}
        </main>
      </div>
    </MailProvider>
  );
}
