import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";
import { Link } from "../router/Link";
import { beginOf, endOfToday } from "./periods";
import { StatisticsFigures } from "./StatisticsCard";
import { useStatistics } from "./useHistory";
import "./statistics.css";

const lastWeek = (now: Date) => ({ from: beginOf("week", now), to: endOfToday(now) });

/** The last days at a glance, and the way to the rest. Says nothing while it has nothing to say. */
export function WeekCard() {
  const { t } = useTranslation();
  const { data } = useStatistics(lastWeek(new Date()));
  if (!data || data.created === 0) return null;
  return (
    <div className="week">
      <Card
        title={t("statistics.week")}
        tools={
          <Link to="/history" className="link">
            {t("statistics.open")}
          </Link>
        }
      >
        <StatisticsFigures statistics={data} />
      </Card>
    </div>
  );
}
