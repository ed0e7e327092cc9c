import { Card } from "../components/Card";
import { QualityWord } from "../components/QualityWord";
import { howLong } from "../history/howLong";
import { beginOf } from "../history/periods";
import { reportSentence } from "../history/reportSentence";
import { useHistory, useReport } from "../history/useHistory";
import { verdictOf } from "../history/verdict";
import { nameOf, shortDay } from "../history/words";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { Link } from "../router/Link";

/** How the last consultation went, in a sentence; nothing where there was none for a month. */
export function LastCard() {
  const { t } = useTranslation();
  const held = useHistory({ from: beginOf("month", new Date()), to: null, outcome: "held", q: "" });
  const last = held.entries[0];
  if (!last) return null;
  return (
    <Card title={t("day.last")}>
      <Last id={last.id} />
    </Card>
  );
}

function Last({ id }: { id: string }) {
  const { t, language } = useTranslation();
  const { data: report } = useReport(id);
  if (!report) return null;
  const verdict = verdictOf(report);
  const at = new Date(report.at);
  const today = at.toDateString() === new Date().toDateString();
  const when = today ? timeOfDay(at, language) : shortDay(at, language);
  return (
    <div className="last">
      <p>
        <strong>{nameOf(t, report)}</strong>{" "}
        <span className="last-when">
          {when}, {howLong(t, report.duration_s)}
        </span>
      </p>
      {verdict.overall && (
        <p>
          <QualityWord quality={verdict.overall}>{t(`quality.words.${verdict.overall}`)}</QualityWord>
        </p>
      )}
      <p>{reportSentence(t, language, report, verdict)}</p>
      <Link to={`/history/${id}`} className="link link-plain">
        {t("day.openReport")}
      </Link>
    </div>
  );
}
