import type { HistoryReport } from "../../protocol/history";
import { QualityWord } from "../components/QualityWord";
import { useTranslation } from "../i18n/useTranslation";
import { NextTime } from "./NextTime";
import { reportSentence } from "./reportSentence";
import type { Verdict } from "./verdict";

/** What there is to say in one sentence; the cause and a remedy only where they were measured. */
export function ReportSentence({ report, verdict }: { report: HistoryReport; verdict: Verdict }) {
  const { t, language } = useTranslation();
  const { overall } = verdict;
  return (
    <section className="card report-verdict">
      <div>
        {overall && (
          <p className="report-overall">
            <QualityWord quality={overall}>{t(`report.overall.${overall}`)}</QualityWord>
          </p>
        )}
        <p className="report-sentence">{reportSentence(t, language, report, verdict)}</p>
      </div>
      {overall && <NextTime report={report} verdict={verdict} />}
    </section>
  );
}
