import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";
import { Link } from "../router/Link";
import { FigureList } from "./FigureList";
import { howLong } from "./howLong";
import { beginOf, endOfToday } from "./periods";
import { useStatistics } from "./useHistory";

const lastWeek = (now: Date) => ({ from: beginOf("week", now), to: endOfToday(now) });

/** The last days at a glance, and the way to the rest. Says nothing while it has nothing to say. */
export function WeekCard() {
  const { t } = useTranslation();
  const { data } = useStatistics(lastWeek(new Date()));
  if (!data || data.created === 0) return null;
  const time = (seconds: number | undefined) => (seconds === undefined ? "–" : howLong(t, seconds));
  const figures = [
    [t("statistics.created"), data.created],
    [t("statistics.mean"), time(data.duration_s?.mean)],
    [t("statistics.patients"), data.patients],
    [t("statistics.meanWait"), time(data.waited_s?.mean)],
  ] as const;
  return (
    <Card title={t("statistics.week")}>
      <FigureList className="figure-lines" figures={figures} />
      <Link to="/statistics" className="link link-plain">
        {t("statistics.open")}
      </Link>
    </Card>
  );
}
