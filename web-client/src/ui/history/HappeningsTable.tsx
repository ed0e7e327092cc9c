import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";
import type { Happening } from "./verdict";
import { exactTime } from "./words";

/** What went wrong, for whom, when, and why where that was measured; by the numbers of the plot. */
export function HappeningsTable({ told }: { told: Happening[] }) {
  const { t, language } = useTranslation();
  if (told.length === 0) return <p className="card-note">{t("report.nothing")}</p>;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t("report.number")}</th>
          <th scope="col">{t("report.when")}</th>
          <th scope="col">{t("report.what")}</th>
          <th scope="col">{t("report.why")}</th>
        </tr>
      </thead>
      <tbody>
        {told.map(({ who, level, reason, from, to }, index) => (
          <tr key={`${who.id}${from}`}>
            <td data-name={t("report.number")}>
              <span className="happening-number">{index + 1}</span>
            </td>
            <td data-name={t("report.when")}>{exactTime(from, language)}</td>
            <td data-name={t("report.what")}>
              {who.display_name}
              {t("common.colon")}
              {t(`report.whats.${level}`, { time: howLong(t, (to - from) / 1000) })}
            </td>
            <td data-name={t("report.why")}>{t(`report.reasons.${reason ?? "none"}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
