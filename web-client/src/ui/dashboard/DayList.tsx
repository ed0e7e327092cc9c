import { Fragment, useState } from "react";
import type { Consultation } from "../../protocol/consultation";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { useMinutes } from "../components/useMinutes";
import { Skeleton } from "../components/Waiting";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { DayRow } from "./DayRow";
import { aroundNow, due, type useDay } from "./day";

interface DayListProps {
  day: ReturnType<typeof useDay>;
  onOpen(consultation: Consultation): void;
}

/** Today's rows, or why there are none. */
export function DayList({ day, onOpen }: DayListProps) {
  const { t, language } = useTranslation();
  const [all, setAll] = useState(false);
  const asOf = timeOfDay(new Date(day.dataUpdatedAt), language);
  const around = aroundNow(day.consultations);
  return (
    <section className="panel-card" aria-labelledby="today" aria-busy={day.isPending}>
      <div className="panel-card-head">
        <h2 id="today">{t("day.today")}</h2>
        {around.length < day.consultations.length && (
          <fieldset className="segments">
            <legend className="visually-hidden">{t("day.which")}</legend>
            <Segment chosen={!all} onChoose={() => setAll(false)}>
              {t("day.around")}
            </Segment>
            <Segment chosen={all} onChoose={() => setAll(true)}>
              {t("day.all", { count: day.consultations.length })}
            </Segment>
          </fieldset>
        )}
      </div>
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
      <Rows consultations={all ? day.consultations : around} old={day.isError} onOpen={onOpen} />
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

interface RowsProps {
  consultations: readonly Consultation[];
  /** What is shown may be out of date. */
  old: boolean;
  onOpen(consultation: Consultation): void;
}

/** The day in its order, with a line between what was to begin and what is to come. */
function Rows({ consultations, old, onOpen }: RowsProps) {
  useMinutes(0);
  const now = Date.now();
  const next = consultations.findIndex((one) => due(one) > now);
  return (
    <ul className={old ? "day-rows day-rows-old" : "day-rows"}>
      {consultations.map((consultation, index) => (
        <Fragment key={consultation.id}>
          {index === next && index > 0 && <NowLine now={now} />}
          <DayRow consultation={consultation} onOpen={() => onOpen(consultation)} />
        </Fragment>
      ))}
    </ul>
  );
}

function NowLine({ now }: { now: number }) {
  const { t, language } = useTranslation();
  return (
    <li className="day-now">
      <span>{t("day.now", { time: timeOfDay(new Date(now), language) })}</span>
    </li>
  );
}

function Segment({ chosen, onChoose, children }: { chosen: boolean; onChoose(): void; children: string }) {
  return (
    <button type="button" className="segment" aria-pressed={chosen} onClick={onChoose}>
      {children}
    </button>
  );
}
