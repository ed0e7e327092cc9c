import type { HistoryReport } from "../../protocol/history";
import { Card } from "../components/Card";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { FiguresTable } from "./FiguresTable";
import { measuredOf } from "./scores";
import "./figures.css";

/** What was measured of the connections, on the whole and minute by minute. */
export function FiguresCard({ report }: { report: HistoryReport }) {
  const { t, language } = useTranslation();
  const measured = measuredOf(report.people);
  if (measured.length === 0) return null;
  return (
    <Card title={t("report.figures")}>
      <p className="card-note">{t("report.scale")}</p>
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
