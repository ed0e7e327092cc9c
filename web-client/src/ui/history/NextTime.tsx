import { Copy, MessageSquare } from "lucide-react";
import type { HistoryReport } from "../../protocol/history";
import { Button, ButtonLink } from "../components/Button";
import { copyText } from "../components/copyText";
import { useTranslation } from "../i18n/useTranslation";
import { suggestDraft } from "../messages/drafts";
import { useSession } from "../session/session";
import { adviceOf } from "./advice";
import type { Verdict } from "./verdict";

/** What would help next time, and the way to tell whom it would help: nothing is sent by itself. */
export function NextTime({ report, verdict }: { report: HistoryReport; verdict: Verdict }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const advice = adviceOf(verdict);
  const own = advice?.who.role === "doctor" && user?.id === report.doctor.id;
  return (
    <div className="report-next">
      <h2>{t("report.next")}</h2>
      {advice ? (
        <>
          <p>
            {own ? "" : `${advice.who.display_name}${t("common.colon")}`}
            {t(`report.advice.${advice.word}`)}
          </p>
          {user?.role === "doctor" && !own && advice.word !== "unknown" && (
            <Tell
              text={t("report.adviceMessage", { advice: t(`report.advice.${advice.word}`) })}
              patient={advice.who.role === "patient" ? report.patient : null}
            />
          )}
        </>
      ) : (
        <p>{t("report.nothingToChange")}</p>
      )}
    </div>
  );
}

/** Opens the conversation with a patient who has an account, the advice in its field; else it can be copied. */
function Tell({ text, patient }: { text: string; patient: HistoryReport["patient"] }) {
  const { t } = useTranslation();
  if (patient)
    return (
      <ButtonLink
        to={`/chat-message?to=${patient.id}`}
        size="dense"
        icon={<MessageSquare size={20} aria-hidden="true" />}
        onClick={() => suggestDraft(patient.id, text)}
      >
        {t("report.sendAdvice")}
      </ButtonLink>
    );
  return (
    <Button
      size="dense"
      icon={<Copy size={20} aria-hidden="true" />}
      onPress={() => copyText(t, text, t("report.adviceCopied"))}
    >
      {t("report.copyAdvice")}
    </Button>
  );
}
