import { RotateCcw } from "lucide-react";
import { useTranslation } from "../i18n/useTranslation";
import { Button } from "./Button";
import { PageHeading } from "./PageHeading";
import { PatientPage } from "./PatientPage";

/** In place of a page that could not be loaded or shown. */
export function FailedPage({ onAgain }: { onAgain(): void }) {
  const { t } = useTranslation();
  return (
    <PatientPage>
      <PageHeading>{t("errors.failedTitle")}</PageHeading>
      <p>{t("errors.failedText")}</p>
      <div className="actions">
        <Button
          variant="primary"
          size="patient-main"
          icon={<RotateCcw size={24} aria-hidden="true" />}
          onPress={onAgain}
        >
          {t("common.retry")}
        </Button>
      </div>
    </PatientPage>
  );
}
