import { CalendarRange } from "lucide-react";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { DayRange } from "../components/DayRange";
import type { Days } from "../components/days";
import { useTranslation } from "../i18n/useTranslation";
import { type Choice, choices } from "./periods";

interface PeriodChoiceProps {
  period: Choice;
  /** Where they are chosen by oneself. */
  days: Days;
  onPeriod(period: Choice): void;
  onDays(days: Days): void;
}

/** Which time is looked back at. */
export function PeriodChoice({ period, days, onPeriod, onDays }: PeriodChoiceProps) {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceMenu
        label={t("history.period") + t("common.colon") + t(`history.periods.${period}`)}
        icon={<CalendarRange size={20} aria-hidden="true" />}
        text={t(`history.periods.${period}`)}
        chevron
        choices={choices.map((id) => ({ id, name: t(`history.periods.${id}`) }))}
        chosen={period}
        onChoose={onPeriod}
      />
      {period === "own" && <DayRange days={days} onChange={onDays} />}
    </>
  );
}
