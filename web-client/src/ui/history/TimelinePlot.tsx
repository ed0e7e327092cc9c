import { useId } from "react";
import type { Attendee } from "../../protocol/history";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { LevelRow } from "./LevelRow";
import { RateRow } from "./RateRow";
import type { Sense } from "./senses";
import { ticksOf } from "./ticks";
import type { Timeline } from "./timeline";
import { useSenseWords } from "./useSenseWords";
import type { Told } from "./verdict";
import "./plot.css";

/** Of the row of numbers, in pixels. */
const numbers = 26;

interface TimelinePlotProps {
  timeline: Timeline;
  senses: Sense[];
  reader: Attendee | null;
  told: Told[];
}

/** How each heard and saw the others: height, hatching and colour all carry the level. The tables say the same. */
export function TimelinePlot({ timeline, senses, reader, told }: TimelinePlotProps) {
  const words = useSenseWords(reader);
  const hatch = useId();
  const along = (time: number) =>
    `${((time - timeline.from) / Math.max(1, timeline.to - timeline.from)) * 100}%`;
  const marks = told.map(({ who, from }) => ({ key: `${who.id}${from}`, x: along(from) }));
  // What was seen of them before there were figures: their presence, with what was said of their connection.
  const rows =
    senses.length > 0
      ? senses.map((sense) => ({
          key: `${sense.by.id}${sense.kind}`,
          name: words(sense),
          stretches: sense.stretches,
        }))
      : timeline.rows.map(({ person, stretches }) => ({
          key: person.id,
          name: person.display_name,
          stretches,
        }));
  const receiver = reader ?? timeline.rows.find(({ person }) => person.role === "doctor")?.person;
  return (
    <div className="timeline">
      {marks.length > 0 && (
        <div className="timeline-row timeline-head">
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
      {rows.map(({ key, ...row }) => (
        <LevelRow key={key} {...row} along={along} hatch={hatch} marks={marks} />
      ))}
      {receiver && (
        <RateRow receiver={receiver} own={receiver === reader} timeline={timeline} marks={marks} />
      )}
      <TimeRow timeline={timeline} along={along} />
    </div>
  );
}

/** When it was, below the plot. */
function TimeRow({ timeline, along }: { timeline: Timeline; along(time: number): string }) {
  const { language } = useTranslation();
  const ticks = ticksOf(timeline);
  const anchors = ticks.map((_, index) =>
    index === 0 ? "start" : index < ticks.length - 1 ? "middle" : "end",
  );
  return (
    <div className="timeline-row timeline-foot" aria-hidden="true">
      <span className="timeline-name" />
      <svg width="100%" height="20" className="timeline-times" aria-hidden="true">
        {ticks.map((at, index) => (
          <text key={at} x={along(at)} y="14" textAnchor={anchors[index]}>
            {timeOfDay(new Date(at), language)}
          </text>
        ))}
      </svg>
    </div>
  );
}
