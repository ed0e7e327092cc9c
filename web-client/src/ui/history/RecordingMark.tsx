import { CircleDot } from "lucide-react";
import type { HistoryEntry } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { Link } from "../router/Link";
import { useSession } from "../session/session";
import { shortDay } from "./words";

/** That there is a recording; for the doctor the way to it. */
export function RecordingMark({ entry, name }: { entry: HistoryEntry; name: string }) {
  const { t, language } = useTranslation();
  const { user } = useSession();
  if (!entry.recordings) return "–";
  const mark = (
    <>
      <CircleDot size={15} aria-hidden="true" />
      {t("history.recorded", { count: entry.recordings })}
    </>
  );
  if (user?.id !== entry.doctor.id) return <span className="history-recorded">{mark}</span>;
  const words = { name, date: shortDay(new Date(entry.at), language) };
  return (
    <Link
      to={`/history/${entry.id}`}
      className="link link-plain history-recorded"
      aria-label={t("history.recordedNamed", words)}
    >
      {mark}
    </Link>
  );
}
