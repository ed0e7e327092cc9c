import { Link, Phone, Video } from "lucide-react";
import { spacedCode } from "../../protocol/conferenceCode";
import type { Consultation } from "../../protocol/consultation";
import { Reach } from "../calls/Reach";
import { useContacts } from "../calls/useContacts";
import { Button, ButtonLink } from "../components/Button";
import { TipButton } from "../components/TipButton";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { DayNetwork } from "./DayNetwork";
import { due, isOver } from "./day";
import { RowMenu } from "./RowMenu";
import { StatusBadge } from "./StatusBadge";

/** One consultation of the day, with what can be done about it. */
export function DayRow({ consultation, onOpen }: { consultation: Consultation; onOpen(): void }) {
  const { t, language } = useTranslation();
  const { places, user } = useSession();
  const navigate = useNavigate();
  const { id, status, mode, title, code, participants, patient_id } = consultation;
  const patient = useContacts()?.find((contact) => contact.id === patient_id);
  const over = isOver(consultation);
  const time = new Date(due(consultation));
  const name = title ?? patient?.name ?? t("day.untitled");
  const spoken = code && !over ? `${name} ${spacedCode(code)}` : name;

  function join() {
    places.forget(id);
    navigate(`/conference/${id}`);
  }

  return (
    <li className={over ? "day-row day-row-over" : "day-row"}>
      <time className="day-time" dateTime={time.toISOString()}>
        {timeOfDay(time, language)}
      </time>
      <span className="day-name">
        <strong>{name}</strong>
        {code && !over && !patient && (
          <span className="day-code">{t("day.code", { code: spacedCode(code) })}</span>
        )}
      </span>
      <span className="day-mode">
        {mode === "video" ? <Video size={20} aria-hidden="true" /> : <Phone size={20} aria-hidden="true" />}
        {t(`day.${mode}`)}
      </span>
      <span className="day-status">
        <StatusBadge consultation={consultation} />
        {!over && participants > 0 && (
          <span className="day-code">{t("day.presence", { count: participants })}</span>
        )}
        {!over && <DayNetwork consultationId={id} />}
      </span>
      <span className="day-actions">
        {status === "ended" && (
          <ButtonLink
            to={`/history/${id}`}
            size="dense"
            variant="ghost"
            aria-label={t("day.reportNamed", { name })}
          >
            {t("day.report")}
          </ButtonLink>
        )}
        {!over && (
          <>
            {user?.role === "doctor" && patient && <Reach contact={patient} />}
            {code && !patient && (
              <TipButton
                label={t("day.openNamed", { name: spoken })}
                tip={t("day.open")}
                icon={<Link size={20} aria-hidden="true" />}
                onPress={onOpen}
              />
            )}
            {user?.role === "doctor" && (
              <Button size="dense" aria-label={t("day.joinNamed", { name: spoken })} onPress={join}>
                {t("day.join")}
              </Button>
            )}
            <RowMenu consultation={consultation} name={spoken} onOpen={onOpen} />
          </>
        )}
      </span>
    </li>
  );
}
