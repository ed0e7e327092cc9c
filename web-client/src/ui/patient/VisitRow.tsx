import { Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Consultation } from "../../protocol/consultation";
import { Button } from "../components/Button";
import { dayOf, timeInSentence } from "../i18n/clock";
import { useSession } from "../session/session";

/** A consultation as its patient sees it: when, with whom, and the way in. */
export function VisitRow({ visit: { id, starts_at, status, doctor } }: { visit: Consultation }) {
  const { t, i18n } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const start = starts_at ? new Date(starts_at) : null;
  const { name } = doctor;
  function join() {
    places.forget(id);
    void navigate(`/conference/${id}`);
  }
  return (
    <li className="visit">
      <span className="visit-when">
        <strong>
          {start && status === "pending"
            ? t("patient.planned", {
                day: dayOf(start, i18n.language),
                time: timeInSentence(start, i18n.language),
              })
            : t("patient.now")}
        </strong>
        <span className="visits-none">{t("patient.withDoctor", { name })}</span>
      </span>
      <Button
        variant="primary"
        icon={<Video size={20} aria-hidden="true" />}
        aria-label={t("patient.joinNamed", { name })}
        onPress={join}
      >
        {t("patient.join")}
      </Button>
    </li>
  );
}
