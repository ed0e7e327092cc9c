import type { Attendee } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { flowOf } from "./flow";
import type { Mark } from "./LevelRow";
import type { Timeline } from "./timeline";

/** Drawn to these, stretched to the page. */
const size = [600, 80] as const;

interface RateRowProps {
  receiver: Attendee;
  /** The reader's own. */
  own: boolean;
  timeline: Timeline;
  marks: Mark[];
}

/** How much of pictures came to somebody; nothing where none was measured. */
export function RateRow({ receiver, own, timeline, marks }: RateRowProps) {
  const { t, language } = useTranslation();
  const flow = flowOf(receiver, timeline, size);
  if (!flow) return null;
  const number = (rate: number) => rate.toLocaleString(language);
  const { mean, least, top } = flow;
  const scale = [top, top / 2, 0];
  return (
    <div className="timeline-row">
      <span className="timeline-name">
        {t("report.videoReceived")}
        <span className="timeline-unit">
          {t(own ? "report.rateByYou" : "report.rateBy", { name: receiver.display_name })}
        </span>
      </span>
      <div className="rates">
        <span className="rates-scale" aria-hidden="true">
          {scale.map((rate) => (
            <span key={rate}>{number(rate)}</span>
          ))}
        </span>
        <svg
          viewBox={`0 0 ${size[0]} ${size[1]}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t("report.ratesOf", { mean: number(mean), least: number(least) })}
        >
          {scale.map((rate) => (
            <line
              key={rate}
              className="rates-grid"
              x1="0"
              x2={size[0]}
              y1={(1 - rate / top) * size[1]}
              y2={(1 - rate / top) * size[1]}
            />
          ))}
          <path className="rates-area" d={flow.area} />
          <path className="rates-line" d={flow.line} />
          {marks.map(({ key, x }) => (
            <line key={key} x1={x} x2={x} y1="0" y2={size[1]} className="happening-line" />
          ))}
        </svg>
      </div>
    </div>
  );
}
