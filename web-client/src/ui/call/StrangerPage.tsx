import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";

/** For somebody with a consultation's address, yet neither a place nor an account. */
export function StrangerPage() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <PatientPage>
      <PageHeading>{t("ended.strangerTitle")}</PageHeading>
      <p>{t("ended.strangerText")}</p>
      <div className="actions">
        <ButtonLink to="/conference" variant="primary" size="patient-main">
          {t("ended.enterCode")}
        </ButtonLink>
        <ButtonLink to="/" state={{ from: pathname }} size="patient">
          {t("home.signIn")}
        </ButtonLink>
      </div>
    </PatientPage>
  );
}
