import { Hash } from "lucide-react";
import { ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { ThemeMenu } from "../components/ThemeMenu";
import { useTranslation } from "../i18n/useTranslation";
import { startPage } from "../navigation/startPage";
import { useAddress } from "../router/navigation";
import { Redirect } from "../router/Redirect";
import { Queries } from "../session/Queries";
import { useSession } from "../session/session";
import { SignInForm } from "./SignInForm";
import "../i18n/addBesideWords";
import "./home.css";

/** The front door: a code for patients first, signing in for the staff second. */
export function HomePage() {
  const { t } = useTranslation();
  const { state, user } = useSession();
  const from = (useAddress().state as { from?: string } | null)?.from;
  if (state === "restoring") return null;
  if (user) return <Redirect to={from ?? startPage(user)} />;
  return (
    <PatientPage wide tools={<ThemeMenu />}>
      <PageHeading>{t("home.title")}</PageHeading>
      <div className="doors">
        <section className="door" aria-labelledby="guest-title">
          <h2 id="guest-title">{t("home.guestTitle")}</h2>
          <p>{t("home.guestText")}</p>
          <ButtonLink
            to="/conference"
            variant="primary"
            size="patient-main"
            icon={<Hash size={24} aria-hidden="true" />}
          >
            {t("home.guestButton")}
          </ButtonLink>
        </section>
        <section className="door" aria-labelledby="staff-title">
          <h2 id="staff-title">{t("home.staffTitle")}</h2>
          <Queries>
            <SignInForm />
          </Queries>
        </section>
      </div>
    </PatientPage>
  );
}
