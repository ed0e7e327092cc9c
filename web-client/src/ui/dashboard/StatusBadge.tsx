import { CalendarClock, Check, Clock, Phone, Video, X } from "lucide-react";
import type { Consultation } from "../../protocol/consultation";
import { useTranslation } from "../i18n/useTranslation";
import { due } from "./day";
import "../components/badge.css";

/** A status by shape, word and, third, colour: only what goes on now has a ground of its own. */
export function StatusBadge({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation();
  const { status, mode, started_at, ended_at } = consultation;
  const Active = mode === "video" ? Video : Phone;
  const planned = status === "pending" && due(consultation) > Date.now();
  const Icon = planned
    ? CalendarClock
    : { pending: Clock, active: Active, ended: Check, cancelled: X }[status];
  const quiet = planned || status === "ended" || status === "cancelled";
  const lasted =
    started_at && ended_at ? Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 60_000) : null;
  return (
    <span className={quiet ? "badge-quiet" : `badge badge-${status}`}>
      <Icon size={quiet ? 20 : 15} aria-hidden="true" />
      {planned ? t("day.planned") : t(`day.status.${status}`)}
      {status === "ended" && lasted !== null && `, ${t("day.minutes", { count: lasted })}`}
    </span>
  );
}
