import { useTranslation } from "../i18n/useTranslation";
import { best, bounds, type Measured, stepsOf, worst } from "./scores";
import type { Timeline } from "./timeline";
import { useFigures } from "./useFigures";

/** Drawn to these, stretched to the page. */
const size = [600, 60] as const;
const at = (score: number) => (1 - (score - worst) / (best - worst)) * size[1];

/** How somebody heard and saw the others, minute by minute. The table says the same. */
export function ScorePlot({ one, timeline }: { one: Measured; timeline: Timeline }) {
  const { t } = useTranslation();
  const { score } = useFigures();
  const { sound_mos, picture_mos } = one.figures.down;
  const label = t("report.scoresOf", {
    name: one.person.display_name,
    sound: score(sound_mos),
    picture: score(picture_mos),
  });
  return (
    <div className="timeline-row">
      <span className="timeline-name">{one.person.display_name}</span>
      <svg
        className="scores"
        viewBox={`0 0 ${size[0]} ${size[1]}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <rect className="scores-good" width={size[0]} height={at(bounds.good)} />
        <rect
          className="scores-fair"
          width={size[0]}
          y={at(bounds.good)}
          height={at(bounds.fair) - at(bounds.good)}
        />
        <rect
          className="scores-poor"
          width={size[0]}
          y={at(bounds.fair)}
          height={size[1] - at(bounds.fair)}
        />
        <path className="scores-picture" d={stepsOf(one, "picture_mos", timeline, size)} />
        <path className="scores-sound" d={stepsOf(one, "sound_mos", timeline, size)} />
      </svg>
    </div>
  );
}
