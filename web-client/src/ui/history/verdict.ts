import type { Quality, QualityReason } from "../../protocol/events";
import type { Attendee, HistoryEntry, HistoryReport } from "../../protocol/history";
import { type Stretch, timelineOf } from "./timeline";

/** Below so many seconds together nothing is judged. */
const shortest = 30;

/** Something that went wrong for somebody. */
export interface Happening extends Stretch {
  who: Attendee;
  level: Exclude<Quality, "good">;
}

/** The worst that happened to somebody. */
export interface Worst {
  who: Attendee;
  level: Happening["level"];
  seconds: number;
  /** When each of it began, in milliseconds since the epoch. */
  times: number[];
  /** What was measured to be amiss; null where it was not. */
  cause: QualityReason | null;
}

/** How a consultation went on the whole. */
export interface Verdict {
  /** As the server has it. */
  overall: HistoryEntry["quality"];
  tooShort: boolean;
  worst: Worst | null;
  /** Everything that was less than good, in order of time. */
  happenings: Happening[];
}

/** Most that are told. */
const most = 12;

/** What went wrong for somebody at one time, piece after piece. */
export interface Told {
  who: Attendee;
  from: number;
  to: number;
  parts: Happening[];
}

/** Those that lasted longest, in order of time: their numbers stand in the plot and in the table. */
export function toldOf({ happenings }: Verdict): Told[] {
  const told: Told[] = [];
  for (const one of happenings) {
    const before = told.find(({ who, to }) => who === one.who && to === one.from);
    if (before) {
      before.to = one.to;
      before.parts.push(one);
    } else told.push({ who: one.who, from: one.from, to: one.to, parts: [one] });
  }
  return told
    .sort((one, other) => other.to - other.from - (one.to - one.from))
    .slice(0, most)
    .sort((one, other) => one.from - other.from);
}

/** What went wrong, and the worst of it. */
export function verdictOf(report: HistoryReport): Verdict {
  const happenings = (timelineOf(report)?.rows ?? [])
    .flatMap(({ person, stretches }) =>
      stretches.flatMap((one) => {
        const { level } = one;
        return level && level !== "good" ? [{ ...one, level, who: person }] : [];
      }),
    )
    .sort((one, other) => one.from - other.from);
  const held = report.outcome === "held";
  const tooShort = held && report.duration_s < shortest;
  return {
    overall: report.quality,
    tooShort,
    worst: held && !tooShort ? worstOf(happenings) : null,
    happenings,
  };
}

function worstOf(happenings: Happening[]): Worst | null {
  for (const level of ["lost", "poor", "fair"] as const) {
    const such = happenings.filter((one) => one.level === level);
    const seconds = (who: Attendee) =>
      such.filter((one) => one.who === who).reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
    const [who] = [...new Set(such.map((one) => one.who))].sort(
      (one, other) => seconds(other) - seconds(one),
    );
    if (who) {
      const own = such.filter((one) => one.who === who);
      const cause = own.find(({ reason }) => reason)?.reason ?? null;
      return { who, level, seconds: Math.round(seconds(who)), times: own.map(({ from }) => from), cause };
    }
  }
  return null;
}
