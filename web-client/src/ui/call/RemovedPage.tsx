import { DoorClosed, RotateCcw } from "lucide-react";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { useTranslation } from "../i18n/useTranslation";
import "../i18n/addBesideWords";
import "./ended.css";

/** For whom the doctor removed from the call; coming back is waiting. */
export function RemovedPage({ onAgain }: { onAgain(): void }) {
  const { t } = useTranslation();
  return (
    <PatientPage>
      <div className="ended">
        <span className="ended-glyph ended-glyph-warn" aria-hidden="true">
          <DoorClosed size={32} />
        </span>
        <PageHeading>{t("removed.title")}</PageHeading>
        <p>{t("removed.text")}</p>
        <p>{t("ended.off")}</p>
      </div>
      <div className="actions">
        <Button size="patient" icon={<RotateCcw size={24} aria-hidden="true" />} onPress={onAgain}>
          {t("removed.again")}
        </Button>
      </div>
    </PatientPage>
  );
}
