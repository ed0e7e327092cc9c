import { Phone, Video } from "lucide-react";
import type { HistoryEntry } from "../../protocol/history";
import { Avatar } from "../components/Avatar";
import { QualityWord } from "../components/QualityWord";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { Link } from "../router/Link";
import { howLong } from "./howLong";
import { OutcomeBadge } from "./OutcomeBadge";
import { RecordingMark } from "./RecordingMark";
import { companions, nameOf, nearDay, shortDay } from "./words";
import "./historyTable.css";

interface HistoryTableProps {
  entries: HistoryEntry[];
  /** A patient looks at their own: the doctor's name in place of theirs, no waiting time. */
  forPatient: boolean;
}

/** A table on a large screen, cards on a phone, where browsers still tell it as a table. */
export function HistoryTable({ entries, forPatient }: HistoryTableProps) {
  const { t } = useTranslation();
  const who = forPatient ? "doctor" : "patient";
  const columns = [
    "date",
    who,
    "mode",
    "duration",
    ...(forPatient ? [] : (["waited"] as const)),
    "outcome",
    "recording",
  ] as const;
  return (
    <table className="history-table" aria-label={t("history.list")}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={`history-${column}`}>
              {t(`history.columns.${column}`)}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t("history.columns.action")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <HistoryRow key={entry.id} entry={entry} forPatient={forPatient} />
        ))}
      </tbody>
    </table>
  );
}

function HistoryRow({ entry, forPatient }: { entry: HistoryEntry; forPatient: boolean }) {
  const { t, language } = useTranslation();
  const at = new Date(entry.at);
  const name = forPatient ? entry.doctor.name : nameOf(t, entry);
  const others = forPatient ? [] : companions(entry, name);
  const held = entry.outcome === "held";
  const Mode = entry.mode === "video" ? Video : Phone;
  return (
    <tr>
      <td className="history-date">
        <time dateTime={entry.at}>
          <strong>{nearDay(at, language)}</strong> {timeOfDay(at, language)}
        </time>
      </td>
      <td className="history-who">
        <span className="history-person">
          <Avatar name={name} />
          <span>
            <strong>{name}</strong>
            {others.length > 0 && (
              <span className="history-note"> {t("history.with", { names: others.join(", ") })}</span>
            )}
          </span>
        </span>
      </td>
      <td className="history-mode">
        <Mode size={20} aria-hidden="true" /> {t(`day.${entry.mode}`)}
      </td>
      <td className={held ? "history-duration" : "history-duration history-nothing"}>
        {held ? howLong(t, entry.duration_s) : "–"}
      </td>
      {!forPatient && (
        <td className={held ? "history-waited" : "history-waited history-nothing"}>
          {held && entry.waited_s !== null ? (
            <>
              <span className="history-caption">{t("history.columns.waited")} </span>
              {howLong(t, entry.waited_s)}
            </>
          ) : (
            "–"
          )}
        </td>
      )}
      <td className="history-outcome">
        {entry.quality ? (
          <QualityWord quality={entry.quality}>{t(`quality.words.${entry.quality}`)}</QualityWord>
        ) : (
          <OutcomeBadge outcome={entry.outcome} />
        )}
      </td>
      <td className={entry.recordings ? "history-recording" : "history-recording history-nothing"}>
        <RecordingMark entry={entry} name={name} />
      </td>
      <td className="history-action">
        <Link
          to={`/history/${entry.id}`}
          className="link link-plain"
          aria-label={t("history.reportNamed", { name, date: shortDay(at, language) })}
        >
          {t("history.report")}
        </Link>
      </td>
    </tr>
  );
}
