import type { HistoryReport } from "../../protocol/history";
import { QualityWord } from "../components/QualityWord";
import { useTranslation } from "../i18n/useTranslation";
import { reportSentence } from "./reportSentence";
import type { Verdict } from "./verdict";

/** What there is to say in one sentence; the cause and a remedy only where they were measured. */
export function ReportSentence({ report, verdict }: { report: HistoryReport; verdict: Verdict }) {
  const { t } = useTranslation();
  const { overall, worst } = verdict;
  const cause = verdict.happenings.find((one) => one.who === worst?.who && one.reason)?.reason;
  return (
    <section className="card report-verdict">
      <div>
        {overall && (
          <p className="report-overall">
            <QualityWord quality={overall === "lost" ? "poor" : overall}>
              {t(`report.overall.${overall}`)}
            </QualityWord>
          </p>
        )}
        <p className="report-sentence">{reportSentence(t, report, verdict)}</p>
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
}
