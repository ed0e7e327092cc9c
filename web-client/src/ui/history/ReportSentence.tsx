import type { HistoryReport } from "../../protocol/history";
import { QualityBars } from "../call/QualityBars";
import { useTranslation } from "../i18n/useTranslation";
import "../call/quality.css";
import { howLong } from "./howLong";
import type { Verdict } from "./verdict";

/** What there is to say in one sentence; the cause and a remedy only where they were measured. */
export function ReportSentence({ report, verdict }: { report: HistoryReport; verdict: Verdict }) {
  const { t } = useTranslation();
  const { overall, worst, tooShort } = verdict;
  const cause = verdict.happenings.find((one) => one.who === worst?.who && one.reason)?.reason;
  return (
    <section className="card report-verdict">
      <div>
        {overall && (
          <p className={`report-overall report-${overall}`}>
            <QualityBars quality={overall === "lost" ? "poor" : overall} />
            {t(`report.overall.${overall}`)}
          </p>
        )}
        <p className="report-sentence">{sentence()}</p>
      </div>
      {overall && overall !== "good" && worst && cause && (
        <div className="report-next">
          <h2>{t("report.next")}</h2>
          <p>
            {worst.who.display_name}
            {t("common.colon")}
            {t(`quality.remedy.${cause}`)}
          </p>
        </div>
      )}
    </section>
  );

  function sentence(): string {
    if (report.outcome !== "held") return t(`report.sentence.${report.outcome ?? "open"}`);
    if (tooShort) return t("report.sentence.tooShort");
    if (!overall) return t("report.sentence.unknown");
    if (!worst) return t("report.sentence.good");
    const words = { name: worst.who.display_name, time: howLong(t, worst.seconds) };
    return t(`report.sentence.${worst.level}`, words);
  }
}
