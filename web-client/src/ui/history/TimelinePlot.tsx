import { useId } from "react";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";
import type { Stretch, Timeline } from "./timeline";
import type { Happening } from "./verdict";

const height = 36;
/** Of the row of numbers, in pixels. */
const numbers = 26;
/** Taller is better. */
const tall = { good: 36, fair: 24, poor: 12, lost: 3, unknown: 24 };
const words = ["good", "fair", "poor", "lost"] as const;

/** When each was there and how well it went: height, hatching and colour all carry the level. The tables say the same. */
export function TimelinePlot({ timeline, told }: { timeline: Timeline; told: Happening[] }) {
  const { t, language } = useTranslation();
  const hatch = useId();
  const whole = Math.max(1, timeline.to - timeline.from);
  const along = (time: number) => `${(time / whole) * 100}%`;
  const marks = told.map(({ who, from }) => ({ key: `${who.id}${from}`, x: along(from - timeline.from) }));
  const bar = ({ from, to, level }: Stretch) => ({
    x: along(from - timeline.from),
    width: along(to - from),
    y: height - tall[level ?? "unknown"],
    height: tall[level ?? "unknown"],
    className: `level-${level ?? "unknown"}`,
    ...(level === "fair" && { fill: `url(#${hatch})` }),
  });
  const ends = [timeline.from, timeline.from + whole / 2, timeline.to];
  return (
    <div className="timeline">
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
        <span>{t("report.taller")}</span>
      </p>
      {marks.length > 0 && (
        <div className="timeline-row">
          <span className="timeline-name" />
          <svg width="100%" height={numbers} className="timeline-numbers" aria-hidden="true">
            {marks.map(({ key, x }, index) => (
              <g key={key}>
                <circle cx={x} cy={numbers / 2} r={numbers / 2 - 1} />
                <text x={x} y={numbers / 2}>
                  {index + 1}
                </text>
              </g>
            ))}
          </svg>
        </div>
      )}
      {timeline.rows.map(({ person, stretches }) => (
        <div key={person.id} className="timeline-row">
          <span className="timeline-name">{person.display_name}</span>
          <svg
            width="100%"
            height={height}
            role="img"
            aria-label={t("report.timelineOf", {
              name: person.display_name,
              time: howLong(t, person.present_s),
            })}
          >
            <defs>
              <pattern
                id={hatch}
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="6" height="6" className="hatch-ground" />
                <rect width="3" height="6" className="hatch-stroke" />
              </pattern>
            </defs>
            <line x1="0" x2="100%" y1={height - 0.5} y2={height - 0.5} className="axis" />
            {stretches.map((stretch) => (
              <rect key={stretch.from} {...bar(stretch)} />
            ))}
            {stretches
              .filter(({ level }) => level === "good")
              .map((stretch) => (
                <rect key={stretch.from} {...bar(stretch)} height={3} className="edge-good" />
              ))}
            {marks.map(({ key, x }) => (
              <line key={key} x1={x} x2={x} y1={0} y2={height} className="happening-line" />
            ))}
          </svg>
        </div>
      ))}
      <div className="timeline-row" aria-hidden="true">
        <span className="timeline-name" />
        <span className="timeline-ends">
          {ends.map((at) => (
            <span key={at}>{timeOfDay(new Date(at), language)}</span>
          ))}
        </span>
      </div>
    </div>
  );
}
