import type { HistoryReport } from "../../protocol/history";
import { timeInSentence } from "../i18n/clock";
import type { Translate } from "../i18n/translate";
import { howLong } from "./howLong";
import { sensesOf } from "./senses";
import type { Verdict, Worst } from "./verdict";

/** So late, in milliseconds, is worth a word. */
const late = 5 * 60_000;

/** What there is to say of a consultation: sound first, then picture, then the cause if it was measured, then times. */
export function reportSentence(
  t: Translate,
  language: string,
  report: HistoryReport,
  { overall, worst, tooShort }: Verdict,
): string {
  if (report.outcome !== "held") return t(`report.sentence.${report.outcome ?? "open"}`);
  if (tooShort) return t("report.sentence.tooShort");
  if (!overall) return t("report.sentence.unknown");
  const said = worst
    ? [heardThroughout(report) && t("report.sentence.heard"), told(t, language, worst)]
    : [
        t(report.mode === "video" ? "report.sentence.good" : "report.sentence.goodSound"),
        lateness(t, report),
      ];
  return said.filter(Boolean).join(" ");
}

function told(t: Translate, language: string, { who, level, seconds, times, cause }: Worst): string {
  const at = (time: number | undefined) => timeInSentence(new Date(time ?? 0), language);
  const words = { count: times.length, first: at(times[0]), second: at(times[1]) };
  const when = t(
    `report.sentence.${times.length === 1 ? "once" : times.length === 2 ? "twice" : "often"}`,
    words,
  );
  const what = t(`report.sentence.${level}`, { name: who.display_name, time: howLong(t, seconds) });
  const why = cause && cause !== "silence" ? `, ${t(`report.sentence.cause.${cause}`)}` : "";
  return `${what}${why}, ${when}.`;
}

/** Claimed only where it was measured of everybody. */
function heardThroughout(report: HistoryReport): boolean {
  const heard = sensesOf(report, null).filter(({ kind }) => kind === "heard");
  const suffered = heard.some(({ stretches }) =>
    stretches.some(({ level }) => level === "poor" || level === "lost"),
  );
  return heard.length > 1 && !suffered;
}

function lateness(t: Translate, { starts_at, met_at }: HistoryReport): string | null {
  const after = starts_at && met_at ? Date.parse(met_at) - Date.parse(starts_at) : 0;
  return after >= late ? t("report.sentence.late", { time: howLong(t, after / 1000) }) : null;
}
