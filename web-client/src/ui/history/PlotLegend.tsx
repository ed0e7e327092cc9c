import { useTranslation } from "../i18n/useTranslation";
import "./statistics.css";

const words = ["good", "fair", "poor", "lost"] as const;

/** What height, hatching and colour of a plot say. */
export function PlotLegend() {
  const { t } = useTranslation();
  return (
    <p className="legend">
      {words.map((level) => (
        <span key={level} className="legend-item">
          <span className={`legend-mark legend-${level}`} aria-hidden="true" />
          {t(`quality.words.${level}`)}
        </span>
      ))}
      <span className="legend-item">
        <span className="legend-mark legend-unknown" aria-hidden="true" />
        {t("report.unknown")}
      </span>
      <span className="legend-note">{t("report.taller")}</span>
    </p>
  );
}
