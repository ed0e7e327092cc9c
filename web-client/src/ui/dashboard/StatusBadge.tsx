import { Check, Clock, Phone, Video, X } from "lucide-react";
import type { Consultation } from "../../protocol/consultation";
import { useTranslation } from "../i18n/useTranslation";
import "../components/badge.css";

/** A status by shape, word and, third, colour. */
export function StatusBadge({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation();
  const { status, mode, started_at, ended_at } = consultation;
  const Active = mode === "video" ? Video : Phone;
  const Icon = { pending: Clock, active: Active, ended: Check, cancelled: X }[status];
  const lasted =
    started_at && ended_at ? Math.round((Date.parse(ended_at) - Date.parse(started_at)) / 60_000) : null;
  return (
    <span className={`badge badge-${status}`}>
      <Icon size={15} aria-hidden="true" />
      {t(`day.status.${status}`)}
      {status === "ended" && lasted !== null && `, ${t("day.minutes", { count: lasted })}`}
    </span>
  );
}
