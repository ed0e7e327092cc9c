import { CalendarRange, Filter } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Outcome, outcomes } from "../../protocol/history";
import { Button } from "../components/Button";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { TextField } from "../components/TextField";
import { type Period, periods } from "./periods";

interface HistoryFiltersProps {
  period: Period;
  outcome: Outcome | null;
  search: string;
  filtered: boolean;
  onPeriod(period: Period): void;
  onOutcome(outcome: Outcome | null): void;
  onSearch(search: string): void;
  onClear(): void;
}

/** Buttons that show their value, and a text that is looked for. */
export function HistoryFilters(props: HistoryFiltersProps) {
  const { period, outcome, search, filtered, onPeriod, onOutcome, onSearch, onClear } = props;
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
        choices={periods.map((id) => ({ id, name: t(`history.periods.${id}`) }))}
        chosen={period}
        onChoose={onPeriod}
      />
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
