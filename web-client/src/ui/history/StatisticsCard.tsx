import type { Statistics } from "../../protocol/showStatistics";
import { Card } from "../components/Card";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { DayBars } from "./DayBars";
import { FigureList } from "./FigureList";
import { howLong } from "./howLong";
import { daysOf, type Range } from "./periods";
import { useStatistics } from "./useHistory";
import "./statistics.css";

/** A time in figures, with a bar for each day. */
export function StatisticsCard({ range }: { range: Range }) {
  const { t } = useTranslation();
  const { data, ...query } = useStatistics(range);
  return (
    <Card title={t("statistics.title")} busy={query.isPending}>
      <Waiting pending={query.isPending} error={query.error} onRetry={() => void query.refetch()} />
      {data && <StatisticsFigures statistics={data} />}
      {data && data.created > 0 && <DayBars days={daysOf(range.from, range.to)} counts={data.days} />}
      {data?.created === 0 && <p className="card-note">{t("statistics.none")}</p>}
    </Card>
  );
}

/** The figures alone. */
export function StatisticsFigures({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation();
  const { created, held, no_show, patients, duration_s, waited_s } = statistics;
  const time = (seconds: number | undefined) => (seconds === undefined ? "–" : howLong(t, seconds));
  const figures = [
    [t("statistics.created"), created],
    [t("statistics.held"), held],
    [t("statistics.patients"), patients],
    [t("statistics.noShow"), no_show],
    [t("statistics.mean"), time(duration_s?.mean)],
    [t("statistics.median"), time(duration_s?.median)],
    [t("statistics.wait"), time(waited_s?.median)],
    [t("statistics.waitLong"), time(waited_s?.p90)],
  ] as const;
  return <FigureList className="figures" figures={figures} />;
}
