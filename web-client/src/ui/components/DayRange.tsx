import { useTranslation } from "../i18n/useTranslation";
import type { Days } from "./days";
import { TextField } from "./TextField";

/** From which day to which. */
export function DayRange({ days, onChange }: { days: Days; onChange(days: Days): void }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("days.first")}
        error={null}
        type="date"
        value={days.first}
        onChange={(first) => onChange({ ...days, first })}
        input={{ max: days.last }}
      />
      <TextField
        label={t("days.last")}
        error={null}
        type="date"
        value={days.last}
        onChange={(last) => onChange({ ...days, last })}
        input={{ min: days.first }}
      />
    </>
  );
}
