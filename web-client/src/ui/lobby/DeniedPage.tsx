import { DoorClosed, RotateCcw } from "lucide-react";
import type { Denial } from "../../protocol/lobby";
import { Button, ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import "../i18n/addBesideWords";
import "../call/ended.css";

interface DeniedPageProps {
  /** Null where only the refusal is known. */
  denial: Denial | null;
  /** Waits before the door once more. */
  onAgain(): void;
}

/** Why the doctor did not let the person in, in words, and what to do. */
export function DeniedPage({ denial, onAgain }: DeniedPageProps) {
  const { t } = useTranslation();
  const reason = denial?.reason ?? "other";
  return (
    <PatientPage>
      <div className="ended">
        <span className="ended-glyph ended-glyph-warn" aria-hidden="true">
          <DoorClosed size={32} />
        </span>
        <PageHeading>{t("denied.title")}</PageHeading>
        <p>{t(`denied.${reason}`)}</p>
        {denial?.message && <blockquote className="denied-word">{denial.message}</blockquote>}
        <p>{t("ended.off")}</p>
      </div>
      <div className="actions">
        {reason === "wrong_visit" ? (
          <ButtonLink to="/conference" variant="primary" size="patient-main">
            {t("ended.enterCode")}
          </ButtonLink>
        ) : (
          <Button size="patient" icon={<RotateCcw size={24} aria-hidden="true" />} onPress={onAgain}>
            {t("denied.again")}
          </Button>
        )}
        <CallClinic />
      </div>
    </PatientPage>
  );
}
