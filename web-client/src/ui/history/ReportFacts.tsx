import type { HistoryReport } from "../../protocol/history";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { FigureList } from "./FigureList";
import { howLong } from "./howLong";
import "./statistics.css";

/** The facts of a consultation that took place. */
export function ReportFacts({ report }: { report: HistoryReport }) {
  const { t, language } = useTranslation();
  const time = (at: string | null) => (at ? timeOfDay(new Date(at), language) : "–");
  if (report.outcome !== "held") return null;
  const facts = [
    [t("report.duration"), howLong(t, report.duration_s)],
    [t("report.met"), time(report.met_at)],
    [t("report.parted"), time(report.parted_at)],
    [t("report.waited"), report.waited_s === null ? "–" : howLong(t, report.waited_s)],
    [t("report.people"), report.participants.length],
  ] as const;
  return <FigureList className="figures" figures={facts} />;
}
