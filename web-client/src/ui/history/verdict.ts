import type { Quality } from "../../protocol/events";
import type { Attendee, HistoryReport } from "../../protocol/history";
import { type Stretch, timelineOf } from "./timeline";

/** Below so many seconds together nothing is judged. */
const shortest = 30;

/** Something that went wrong for somebody. */
export interface Happening extends Stretch {
  who: Attendee;
  level: Exclude<Quality, "good">;
}

/** How a consultation went on the whole. */
export interface Verdict {
  /** Null where it did not take place, was too short, or nothing was measured. */
  overall: Quality | null;
  tooShort: boolean;
  /** Whom the worst of it was about. */
  worst: { who: Attendee; level: Happening["level"]; seconds: number; times: number } | null;
  /** Everything that was less than good, in order of time. */
  happenings: Happening[];
}

/** Most that are told. */
const most = 12;

/** Those that lasted longest, in order of time: their numbers stand in the plot and in the table. */
export function toldOf({ happenings }: Verdict): Happening[] {
  return [...happenings]
    .sort((one, other) => other.to - other.from - (one.to - one.from))
    .slice(0, most)
    .sort((one, other) => one.from - other.from);
}

const order: Quality[] = ["lost", "poor", "fair", "good"];

/** Judges by the one who fared worst: more than a tenth of the time less than good is fair, as is any cut, more than a tenth poor is poor. */
export function verdictOf(report: HistoryReport): Verdict {
  const happenings = (timelineOf(report)?.rows ?? [])
    .flatMap(({ person, stretches }) =>
      stretches.flatMap((one) => {
        const { level } = one;
        return level && level !== "good" ? [{ ...one, level, who: person }] : [];
      }),
    )
    .sort((one, other) => one.from - other.from);
  const tooShort = report.outcome === "held" && report.duration_s < shortest;
  const judged = report.outcome === "held" && !tooShort;
  const ratings = report.people.map(ratingOf).filter((rating) => rating !== null);
  return {
    overall: judged ? (order.find((level) => ratings.includes(level)) ?? null) : null,
    tooShort,
    worst: judged ? worstOf(happenings) : null,
    happenings,
  };
}

function ratingOf({ connection }: Attendee): Quality | null {
  if (!connection) return null;
  const { good, fair, poor, lost } = connection.seconds;
  const whole = good + fair + poor + lost;
  if (whole === 0) return null;
  if ((poor + lost) / whole > 0.1) return "poor";
  return lost > 0 || (fair + poor) / whole > 0.1 ? "fair" : "good";
}

function worstOf(happenings: Happening[]): Verdict["worst"] {
  for (const level of ["lost", "poor", "fair"] as const) {
    const such = happenings.filter((one) => one.level === level);
    const seconds = (who: Attendee) =>
      such.filter((one) => one.who === who).reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
    const [who] = [...new Set(such.map((one) => one.who))].sort(
      (one, other) => seconds(other) - seconds(one),
    );
    if (who) {
      const times = such.filter((one) => one.who === who).length;
      return { who, level, seconds: Math.round(seconds(who)), times };
    }
  }
  return null;
}
