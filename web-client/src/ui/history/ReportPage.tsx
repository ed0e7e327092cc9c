import { ArrowLeft } from "lucide-react";
import type { User } from "../../protocol/apiClient";
import type { HistoryReport } from "../../protocol/history";
import { Card } from "../components/Card";
import { Waiting } from "../components/Waiting";
import { dayOf, timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { RecordingsCard } from "../recording/RecordingsCard";
import { Link } from "../router/Link";
import { useParams } from "../router/Routes";
import { useSession } from "../session/session";
import { DownloadReport } from "./DownloadReport";
import { FiguresCard } from "./FiguresCard";
import { HappeningsTable } from "./HappeningsTable";
import { MissingFigures } from "./MissingFigures";
import { OutcomeBadge } from "./OutcomeBadge";
import { PeopleTable } from "./PeopleTable";
import { PlotLegend } from "./PlotLegend";
import { ReportFacts } from "./ReportFacts";
import { ReportSentence } from "./ReportSentence";
import { measuredOf } from "./scores";
import { readerOf, sensesOf } from "./senses";
import { TimelinePlot } from "./TimelinePlot";
import { timelineOf } from "./timeline";
import { useReport } from "./useHistory";
import { toldOf, verdictOf } from "./verdict";
import { nameOf } from "./words";
import "./history.css";
import "./report.css";

/** `/history/:id`: how one consultation went, in a sentence, a plot and figures. */
export function ReportPage() {
  const { t, language } = useTranslation();
  const { id = "" } = useParams();
  const { user } = useSession();
  const report = useReport(id);
  const title = (entry: HistoryReport) => {
    const name = user?.role === "patient" ? entry.doctor.name : nameOf(t, entry);
    const at = new Date(entry.at);
    return `${name}, ${dayOf(at, language)}, ${timeOfDay(at, language)}`;
  };
  return (
    <SignedInPage>
      <Link to="/history" className="link report-back">
        <ArrowLeft size={20} className="along" aria-hidden="true" />
        {t("report.back")}
      </Link>
      <PageHeader title={report.data ? title(report.data) : t("history.report")}>
        {report.data && report.data.outcome !== "held" && <OutcomeBadge outcome={report.data.outcome} />}
        {report.data && measuredOf(report.data.people).length > 0 && <DownloadReport id={report.data.id} />}
      </PageHeader>
      <Waiting pending={report.isPending} error={report.error} onRetry={() => void report.refetch()} />
      {report.data && <ReportBody report={report.data} user={user} />}
    </SignedInPage>
  );
}

function ReportBody({ report, user }: { report: HistoryReport; user: User | null }) {
  const { t } = useTranslation();
  const verdict = verdictOf(report);
  const timeline = timelineOf(report);
  const reader = readerOf(report, user?.id);
  const senses = sensesOf(report, reader);
  const told = toldOf(verdict);
  return (
    <div className="history">
      <ReportSentence report={report} verdict={verdict} />
      <ReportFacts report={report} />
      {timeline && report.outcome === "held" && <MissingFigures timeline={timeline} />}
      {timeline && (
        <Card title={t("report.timeline")} tools={<PlotLegend />}>
          <TimelinePlot timeline={timeline} senses={senses} reader={reader} told={told} />
        </Card>
      )}
      <div className="report-tables">
        {timeline && (
          <Card title={t("report.happened")}>
            <HappeningsTable told={told} />
          </Card>
        )}
        <Card title={t("report.byPerson")}>
          <PeopleTable people={report.people} reader={reader} />
        </Card>
      </div>
      <FiguresCard report={report} />
      {user?.role === "doctor" && <RecordingsCard consultationId={report.id} />}
    </div>
  );
}
