import { useQuery } from "@tanstack/react-query";
import { DoorClosed, RotateCcw } from "lucide-react";
import { askDenial } from "../../protocol/askDenial";
import type { Denial } from "../../protocol/lobby";
import { Button, ButtonLink } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { Queries } from "../session/Queries";
import { useSession } from "../session/session";
import "../i18n/addBesideWords";
import "../call/ended.css";

interface DeniedPageProps {
  sessionId: string;
  /** Null where only the refusal was heard. */
  denial: Denial | null;
  /** Waits before the door once more. */
  onAgain(): void;
}

/** Why the doctor did not let the person in, in words, and what to do. */
export function DeniedPage(props: DeniedPageProps) {
  return (
    <Queries>
      <Denied {...props} />
    </Queries>
  );
}

function Denied({ sessionId, denial: heard, onAgain }: DeniedPageProps) {
  const { t } = useTranslation();
  const denial = useDenial(sessionId, heard);
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

/** What was heard, else what the server has kept for who was not connected when it was said. */
function useDenial(sessionId: string, heard: Denial | null): Denial | null {
  const { api, places } = useSession();
  const token = places.find(sessionId)?.join.token;
  const asked = useQuery({
    queryKey: ["denial", sessionId],
    queryFn: () => askDenial(api, sessionId, token ?? ""),
    enabled: heard === null && token !== undefined,
    retry: 1,
  });
  return heard ?? asked.data ?? null;
}
