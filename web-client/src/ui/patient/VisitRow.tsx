import { Video } from "lucide-react";
import type { Consultation } from "../../protocol/consultation";
import { Button } from "../components/Button";
import { dayOf, timeInSentence } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";

interface VisitRowProps {
  visit: Consultation;
  /** Its way in is the one main button of the page. */
  first: boolean;
}

/** A consultation as its patient sees it: when, with whom, and the way in. */
export function VisitRow({ visit: { id, starts_at, status, doctor }, first }: VisitRowProps) {
  const { t, language } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const start = starts_at ? new Date(starts_at) : null;
  const { name } = doctor;
  function join() {
    places.forget(id);
    navigate(`/conference/${id}`);
  }
  return (
    <li className="visit">
      <span className="visit-when">
        <strong>
          {start && status === "pending"
            ? t("patient.planned", {
                day: dayOf(start, language),
                time: timeInSentence(start, language),
              })
            : t("patient.now")}
        </strong>
        <span className="visits-none">{t("patient.withDoctor", { name })}</span>
      </span>
      <Button
        variant={first ? "primary" : "secondary"}
        icon={<Video size={20} aria-hidden="true" />}
        aria-label={t("patient.joinNamed", { name })}
        onPress={join}
      >
        {t("patient.join")}
      </Button>
    </li>
  );
}
