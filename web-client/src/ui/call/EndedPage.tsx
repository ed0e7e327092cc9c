import { Check, RotateCcw, TriangleAlert } from "lucide-react";
import type { EndReason } from "../../call/callSnapshot";
import { comeBackWithin } from "../../call/places";
import type { User } from "../../protocol/apiClient";
import type { ProblemCode } from "../../protocol/apiError";
import type { EndedBy } from "../../protocol/consultation";
import { Button, ButtonLink } from "../components/Button";
import { codeSentence } from "../components/errorSentence";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { useAfter } from "../components/useAfter";
import { CallClinic } from "../home/CallClinic";
import { timeInSentence } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { Queries } from "../session/Queries";
import { useSession } from "../session/session";
import { RatingQuestion } from "./RatingQuestion";
import { useWayBack } from "./useWayBack";
import "../i18n/addBesideWords";
import "./ended.css";

interface EndedPageProps {
  end: { reason: EndReason; code: ProblemCode | null; at: number | null; by?: EndedBy | null };
  connectedAt?: number | null;
  /** Which consultation was here; null where nobody came in. */
  sessionId?: string | null;
  /** The way back for somebody who left. */
  onComeBack: (() => void) | null;
}

/** The facts, that the devices are off, and the way back for whoever left by mistake. */
export function EndedPage({ end, connectedAt = null, sessionId = null, onComeBack }: EndedPageProps) {
  const { t, language } = useTranslation();
  const { user } = useSession();
  const left = end.reason === "left";
  const replaced = end.reason === "replaced";
  const refused = end.reason === "refused" && end.code !== "consultation_ended";
  const tooLate = useAfter(Math.max(0, (end.at ?? 0) + comeBackWithin - Date.now()));
  const title = refused ? "refusedTitle" : replaced ? "replacedTitle" : left ? "leftTitle" : "title";
  const minutes = connectedAt && end.at ? Math.round((end.at - connectedAt) / 60_000) : null;
  return (
    <PatientPage>
      <div className="ended">
        <span className={refused ? "ended-glyph ended-glyph-warn" : "ended-glyph"} aria-hidden="true">
          {refused ? <TriangleAlert size={32} /> : <Check size={32} />}
        </span>
        <PageHeading>{t(`ended.${title}`)}</PageHeading>
        {refused && end.code && <p>{codeSentence(t, end.code)}</p>}
        {end.reason === "consultation-ended" && end.at !== null && (
          <p>
            {minutes !== null && `${t("ended.duration", { count: minutes })} `}
            {t(`ended.${endingOf(end.by, user)}`, {
              name: end.by?.displayName ?? "",
              time: timeInSentence(new Date(end.at), language),
            })}
          </p>
        )}
        {!refused && <p>{t("ended.off")}</p>}
        {sessionId && connectedAt !== null && !refused && !replaced && (
          <Queries>
            <RatingQuestion sessionId={sessionId} />
          </Queries>
        )}
      </div>
      <div className="actions">
        {((left && !tooLate) || replaced) && onComeBack && (
          <>
            <p className="actions-note">{t(left ? "ended.byMistake" : "ended.replacedText")}</p>
            <Button
              variant="primary"
              size="patient-main"
              icon={<RotateCcw size={24} aria-hidden="true" />}
              onPress={onComeBack}
            >
              {t("ended.comeBack")}
            </Button>
          </>
        )}
        {user && <WayBack />}
        {!user && refused && (
          <ButtonLink to="/conference" size="patient">
            {t("ended.enterCode")}
          </ButtonLink>
        )}
        {user?.role !== "doctor" && user?.role !== "admin" && <CallClinic />}
      </div>
    </PatientPage>
  );
}

/** To the page that somebody was on before the call. */
function WayBack() {
  const { t } = useTranslation();
  const to = useWayBack();
  const words = { "/webrtc": t("ended.dashboard"), "/patient": t("ended.home") }[to] ?? t("ended.back");
  return (
    <ButtonLink to={to} size="patient">
      {words}
    </ButtonLink>
  );
}

/** Who ended it, where that is known; those who run the server speak for the clinic. */
function endingOf(by: EndedBy | null | undefined, user: User | null): "at" | "byYou" | "byClinic" | "by" {
  if (!by) return "at";
  if (by.role === user?.role && by.displayName === user.name) return "byYou";
  return by.role === "admin" ? "byClinic" : "by";
}
