import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";
import type { Happening, Told } from "./verdict";
import { exactTime } from "./words";

/** What went wrong, for whom, when, and why where that was measured; by the numbers of the plot. */
export function HappeningsTable({ told }: { told: Told[] }) {
  const { t, language } = useTranslation();
  if (told.length === 0) return <p className="card-note">{t("report.nothing")}</p>;
  const whatOf = ({ level, from, to }: Happening) =>
    t(`report.whats.${level}`, { time: howLong(t, (to - from) / 1000) });
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
        {told.map(({ who, from, parts }, index) => (
          <tr key={`${who.id}${from}`}>
            <td data-name={t("report.number")}>
              <span className="happening-number">{index + 1}</span>
            </td>
            <td data-name={t("report.when")}>{exactTime(from, language)}</td>
            <td data-name={t("report.what")}>
              {who.display_name}
              {t("common.colon")}
              {parts.map(whatOf).join(t("report.andThen"))}
            </td>
            <td data-name={t("report.why")}>
              {t(`report.reasons.${parts.find(({ reason }) => reason)?.reason ?? "none"}`)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
