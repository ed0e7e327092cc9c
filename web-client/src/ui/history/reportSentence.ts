import type { HistoryReport } from "../../protocol/history";
import type { Translate } from "../i18n/translate";
import { howLong } from "./howLong";
import type { Verdict } from "./verdict";

/** What there is to say of a consultation in one sentence. */
export function reportSentence(t: Translate, report: HistoryReport, verdict: Verdict): string {
  const { overall, worst, tooShort } = verdict;
  if (report.outcome !== "held") return t(`report.sentence.${report.outcome ?? "open"}`);
  if (tooShort) return t("report.sentence.tooShort");
  if (!overall) return t("report.sentence.unknown");
  if (!worst) return t("report.sentence.good");
  const words = { name: worst.who.display_name, time: howLong(t, worst.seconds) };
  return t(`report.sentence.${worst.level}`, words);
}
