import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { exportMinutes } from "../../protocol/exportMinutes";
import type { HistoryReport } from "../../protocol/history";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { FiguresTable } from "./FiguresTable";
import { ScorePlot } from "./ScorePlot";
import { saveFile } from "./saveFile";
import { measuredOf } from "./scores";
import type { Timeline } from "./timeline";
import "./figures.css";

/** What was measured of the connections: as a picture, on the whole, minute by minute. */
export function FiguresCard({ report, timeline }: { report: HistoryReport; timeline: Timeline }) {
  const { t, language } = useTranslation();
  const measured = measuredOf(report.people);
  if (measured.length === 0) return null;
  return (
    <Card title={t("report.figures")} tools={<TakeAway id={report.id} />}>
      <div className="timeline">
        <p className="legend">
          <span className="legend-item">
            <span className="scores-key scores-key-sound" aria-hidden="true" />
            {t("report.heard")}
          </span>
          <span className="legend-item">
            <span className="scores-key scores-key-picture" aria-hidden="true" />
            {t("report.seen")}
          </span>
          <span>{t("report.scale")}</span>
        </p>
        {measured.map((one) => (
          <ScorePlot key={one.person.id} one={one} timeline={timeline} />
        ))}
      </div>
      <FiguresTable
        caption={t("report.figures")}
        of={t("report.who")}
        rows={measured.map(({ person, figures }) => ({ key: person.id, name: person.display_name, figures }))}
      />
      {measured.map(({ person, minutes }) => (
        <details key={person.id} className="figures-minutes">
          <summary>{t("report.minutesOf", { name: person.display_name })}</summary>
          <FiguresTable
            caption={t("report.minutesOf", { name: person.display_name })}
            of={t("report.minute")}
            rows={minutes.map(({ at, figures }) => ({
              key: at,
              name: timeOfDay(new Date(at), language),
              figures,
            }))}
          />
        </details>
      ))}
    </Card>
  );
}

function TakeAway({ id }: { id: string }) {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const taking = useMutation({
    mutationFn: () => exportMinutes(api, id, language.startsWith("fr")),
    onSuccess: (file) => {
      saveFile(file, `${t("history.report").toLowerCase()}.csv`);
      say(t("history.exported"));
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <Button
      size="dense"
      icon={<Download size={20} aria-hidden="true" />}
      busy={taking.isPending}
      busyLabel={t("history.exporting")}
      onPress={() => taking.mutate()}
    >
      {t("report.download")}
    </Button>
  );
}
