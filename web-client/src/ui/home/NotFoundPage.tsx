import { ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { useTranslation } from "../i18n/useTranslation";
import "../i18n/addBesideWords";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PatientPage>
      <PageHeading>{t("errors.pageTitle")}</PageHeading>
      <p>{t("errors.pageText")}</p>
      <div className="actions">
        <ButtonLink to="/conference" variant="primary" size="patient-main">
          {t("ended.enterCode")}
        </ButtonLink>
      </div>
    </PatientPage>
  );
}
