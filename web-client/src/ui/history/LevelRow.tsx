import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";
import { secondsOf } from "./senses";
import type { Stretch } from "./timeline";

const height = 30;
/** Taller is better. */
const tall = { good: 30, fair: 20, poor: 10, lost: 3, unknown: 20 };

export interface Mark {
  key: string;
  /** How far along, in percent. */
  x: string;
}

interface LevelRowProps {
  name: string;
  stretches: Stretch[];
  along(time: number): string;
  /** The id of the hatching, one for a plot's rows. */
  hatch: string;
  marks: Mark[];
}

/** One line of a plot: how well it went, when. */
export function LevelRow({ name, stretches, along, hatch, marks }: LevelRowProps) {
  const { t } = useTranslation();
  const said = secondsOf(stretches).map(([level, seconds]) =>
    t("report.levelFor", { level: t(`quality.words.${level}`).toLowerCase(), time: howLong(t, seconds) }),
  );
  const bar = ({ from, to, level }: Stretch) => ({
    x: along(from),
    width: `${Number.parseFloat(along(to)) - Number.parseFloat(along(from))}%`,
    y: height - tall[level ?? "unknown"],
    height: tall[level ?? "unknown"],
    className: `level-${level ?? "unknown"}`,
    ...(level === "fair" && { fill: `url(#${hatch})` }),
  });
  return (
    <div className="timeline-row">
      <span className="timeline-name">{name}</span>
      <svg
        width="100%"
        height={height}
        role="img"
        aria-label={t("report.rowOf", { name, levels: said.join(", ") || t("report.unknown") })}
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
  );
}
