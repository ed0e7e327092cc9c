import type { Consultation } from "../../protocol/consultation";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { Skeleton } from "../components/Waiting";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { DayRow } from "./DayRow";
import type { useDay } from "./day";

interface DayListProps {
  day: ReturnType<typeof useDay>;
  onOpen(consultation: Consultation): void;
}

/** Today's rows, or why there are none. */
export function DayList({ day, onOpen }: DayListProps) {
  const { t, language } = useTranslation();
  const asOf = timeOfDay(new Date(day.dataUpdatedAt), language);
  return (
    <section className="day-card" aria-labelledby="today" aria-busy={day.isPending}>
      <h2 id="today">{t("day.today")}</h2>
      {day.isError && (
        <div className="day-problem">
          <Notice kind="error">
            {day.data ? t("day.offline", { time: asOf }) : errorSentence(t, day.error)}
          </Notice>
          <Button onPress={() => void day.refetch()}>{t("common.retry")}</Button>
        </div>
      )}
      {day.isPending && <Skeleton onRetry={() => void day.refetch()} />}
      {day.data && day.consultations.length === 0 && (
        <Empty title={t("day.emptyTitle")}>
          <p>{t("day.emptyText")}</p>
        </Empty>
      )}
      <ul className={day.isError ? "day-rows day-rows-old" : "day-rows"}>
        {day.consultations.map((consultation) => (
          <DayRow key={consultation.id} consultation={consultation} onOpen={() => onOpen(consultation)} />
        ))}
      </ul>
      {day.hasNextPage && (
        <div className="day-more">
          <Button busy={day.isFetchingNextPage} onPress={() => void day.fetchNextPage()}>
            {t("day.more")}
          </Button>
        </div>
      )}
    </section>
  );
}
