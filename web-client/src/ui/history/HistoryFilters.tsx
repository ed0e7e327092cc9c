import { type Outcome, outcomes } from "../../protocol/history";
import { Button } from "../components/Button";
import { ChoiceMenu } from "../components/ChoiceMenu";
import type { Days } from "../components/days";
import { SearchField } from "../components/SearchField";
import { useTranslation } from "../i18n/useTranslation";
import { PeriodChoice } from "./PeriodChoice";
import type { Choice } from "./periods";

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
  const chosen = outcome ? t(`history.outcomes.${outcome}`) : t("history.anyOutcome");
  return (
    <search className="history-filters">
      <SearchField label={t("history.search")} value={search} onChange={onSearch} />
      <PeriodChoice {...{ period, days, onPeriod, onDays }} />
      <span className={outcome ? "filter filter-set" : "filter"}>
        <ChoiceMenu
          label={t("history.columns.outcome") + t("common.colon") + chosen}
          icon={null}
          text={chosen}
          chevron
          choices={[
            { id: "any" as const, name: t("history.anyOutcome") },
            ...outcomes.map((id) => ({ id, name: t(`history.outcomes.${id}`) })),
          ]}
          chosen={outcome ?? "any"}
          onChoose={(id) => onOutcome(id === "any" ? null : id)}
        />
      </span>
      {filtered && (
        <Button variant="ghost" onPress={onClear}>
          {t("history.clear")}
        </Button>
      )}
    </search>
  );
}
