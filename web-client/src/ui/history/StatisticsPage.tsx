import { useState } from "react";
import { anyDay, timeOf } from "../components/days";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { PeriodChoice } from "./PeriodChoice";
import { beginOf, type Choice, summable } from "./periods";
import { StatisticsCard } from "./StatisticsCard";
import "./history.css";

/** `/statistics`: what was, in figures and day by day. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<Choice>("month");
  const [days, setDays] = useState(anyDay);
  const now = new Date();
  const time = period === "own" ? timeOf(days) : { from: beginOf(period, now), to: null };
  const range = summable(time, now);
  return (
    <SignedInPage>
      <PageHeader title={t("nav.statistics")} />
      <div className="history">
        <search className="history-filters">
          <PeriodChoice period={period} days={days} onPeriod={setPeriod} onDays={setDays} />
        </search>
        {range ? <StatisticsCard range={range} /> : <p className="card-note">{t("statistics.unbounded")}</p>}
      </div>
    </SignedInPage>
  );
}
