import { ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { useTranslation } from "../i18n/useTranslation";
import { useAddress } from "../router/navigation";
import "../i18n/addBesideWords";

/** For somebody with a consultation's address, yet neither a place nor an account. */
export function StrangerPage() {
  const { t } = useTranslation();
  const { pathname } = useAddress();
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
