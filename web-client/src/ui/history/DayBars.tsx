import type { DayCounts } from "../../protocol/showStatistics";
import { useTranslation } from "../i18n/useTranslation";
import { shortDay } from "./words";

interface DayBarsProps {
  /** `YYYY-MM-DD`, every day of the period. */
  days: string[];
  counts: DayCounts[];
}

const height = 96;

/** A bar for each day: held ones filled, the rest outlined above them. What it shows is said day by day too. */
export function DayBars({ days, counts }: DayBarsProps) {
  const { t, language } = useTranslation();
  const of = new Map(counts.map((count) => [count.day, count]));
  const most = Math.max(1, ...counts.map(({ created }) => created));
  const width = 100 / days.length;
  const name = (day: string | undefined) => (day ? shortDay(new Date(`${day}T12:00:00`), language) : "");
  return (
    <figure className="day-bars">
      <figcaption>
        {t("statistics.byDay")}
        <span className="legend">
          <span className="legend-mark legend-held" aria-hidden="true" />
          {t("statistics.held")}
          <span className="legend-mark legend-other" aria-hidden="true" />
          {t("statistics.other")}
        </span>
      </figcaption>
      <svg width="100%" height={height + 2} aria-hidden="true">
        <line x1="0" x2="100%" y1={height + 1} y2={height + 1} className="axis" />
        {days.map((day, index) => {
          const { held = 0, created = 0 } = of.get(day) ?? {};
          const tall = (count: number) => (count / most) * height;
          const place = { x: `${index * width + width * 0.15}%`, width: `${width * 0.7}%` };
          return (
            <g key={day}>
              <rect
                {...place}
                y={height - tall(created)}
                height={tall(created - held)}
                className="bar-other"
              />
              <rect {...place} y={height - tall(held)} height={tall(held)} className="bar-held" />
            </g>
          );
        })}
      </svg>
      <div className="day-bars-ends" aria-hidden="true">
        <span>{name(days[0])}</span>
        <span>{name(days.at(-1))}</span>
      </div>
      <ul className="visually-hidden">
        {counts.map(({ day, held, created }) => (
          <li key={day}>{t("statistics.heldOf", { day: name(day), held, created })}</li>
        ))}
      </ul>
    </figure>
  );
}
