import { useTranslation } from "../i18n/useTranslation";
import { wordOf } from "./scores";

/** Figures as they are read: no score without its word, a dash for what was not measured. */
export function useFigures() {
  const { t, language } = useTranslation();
  const number = (value: number, digits: number) =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    score: (value: number | null) =>
      value === null
        ? "–"
        : t("report.score", {
            score: number(value, 1),
            word: t(`quality.words.${wordOf(value)}`).toLowerCase(),
          }),
    percent: (permille: number | null) =>
      permille === null ? "–" : t("report.percent", { share: number(permille / 10, 1) }),
    rate: (kbit_s: number | null) => (kbit_s === null ? "–" : t("report.rate", { rate: number(kbit_s, 0) })),
    milliseconds: (time: number | null) =>
      time === null ? "–" : t("report.milliseconds", { time: number(time, 0) }),
  };
}
