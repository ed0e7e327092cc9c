import { CalendarRange, Filter } from "lucide-react";
import { type Outcome, outcomes } from "../../protocol/history";
import { Button } from "../components/Button";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { DayRange } from "../components/DayRange";
import type { Days } from "../components/days";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { type Choice, choices } from "./periods";

interface HistoryFiltersProps {
  period: Choice;
  /** Where they are chosen by oneself. */
  days: Days;
  outcome: Outcome | null;
  search: string;
  filtered: boolean;
  onPeriod(period: Choice): void;
  onDays(days: Days): void;
  onOutcome(outcome: Outcome | null): void;
  onSearch(search: string): void;
  onClear(): void;
}

/** Buttons that show their value, and a text that is looked for. */
export function HistoryFilters(props: HistoryFiltersProps) {
  const { period, days, outcome, search, filtered, onPeriod, onDays, onOutcome, onSearch, onClear } = props;
  const { t } = useTranslation();
  const colon = t("common.colon");
  const chosen = outcome ? t(`history.outcomes.${outcome}`) : t("history.anyOutcome");
  return (
    <search className="history-filters">
      <TextField
        label={t("history.search")}
        error={null}
        type="search"
        maxLength={80}
        value={search}
        onChange={onSearch}
      />
      <ChoiceMenu
        label={t("history.period") + colon + t(`history.periods.${period}`)}
        icon={<CalendarRange size={20} aria-hidden="true" />}
        text={t(`history.periods.${period}`)}
        choices={choices.map((id) => ({ id, name: t(`history.periods.${id}`) }))}
        chosen={period}
        onChoose={onPeriod}
      />
      {period === "own" && <DayRange days={days} onChange={onDays} />}
      <ChoiceMenu
        label={t("history.columns.outcome") + colon + chosen}
        icon={<Filter size={20} aria-hidden="true" />}
        text={chosen}
        choices={[
          { id: "any" as const, name: t("history.anyOutcome") },
          ...outcomes.map((id) => ({ id, name: t(`history.outcomes.${id}`) })),
        ]}
        chosen={outcome ?? "any"}
        onChoose={(id) => onOutcome(id === "any" ? null : id)}
      />
      {filtered && (
        <Button variant="ghost" onPress={onClear}>
          {t("history.clear")}
        </Button>
      )}
    </search>
  );
}
