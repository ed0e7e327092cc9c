import type { ReactNode } from "react";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { NavLink } from "../router/Link";
import { sections } from "./sections";
import "./adminPage.css";

interface AdminPageProps {
  title: string;
  note?: string | undefined;
  /** What can be done on this page. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A page of the administration; its parts are entries of the rail, on a phone they stand above the page. */
export function AdminPage({ title, note, tools, children }: AdminPageProps) {
  const { t } = useTranslation();
  return (
    <SignedInPage>
      <PageHeader title={title} note={note}>
        {tools}
      </PageHeader>
      <nav className="admin-nav" aria-label={t("admin.navigation")}>
        <ul>
          {sections.map(({ to, name }) => (
            <li key={to}>
              <NavLink to={to} end className="admin-link">
                {t(name)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </SignedInPage>
  );
}
