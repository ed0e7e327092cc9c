import type { Attendee, Figures, QualityMinute } from "../../protocol/history";
import type { Timeline } from "./timeline";

/** The ends of the scale of mean opinion scores (ITU-T P.800.1). */
export const worst = 1;
export const best = 5;
/** From here on people are satisfied; below the lower one many are not (ITU-T G.107 annex B). */
export const bounds = { good: 4, fair: 3.1 };

const minute = 60_000;

/** What a plot shows of a minute. */
export type Score = "sound_mos" | "picture_mos";

/** Somebody of whom there are figures. */
export interface Measured {
  person: Attendee;
  figures: Figures;
  minutes: (QualityMinute & { figures: Figures })[];
}

/** Those of whom anything was measured. */
export function measuredOf(people: Attendee[]): Measured[] {
  return people.flatMap((person) => {
    const { figures, minutes } = person.connection ?? { figures: null, minutes: [] };
    const known = minutes.flatMap((one) => (one.figures ? [{ ...one, figures: one.figures }] : []));
    return figures && known.length > 0 ? [{ person, figures, minutes: known }] : [];
  });
}

/** The word for a score; nothing is shown without one. */
export function wordOf(score: number): "good" | "fair" | "poor" {
  if (score >= bounds.good) return "good";
  return score >= bounds.fair ? "fair" : "poor";
}

/**
 * A line of steps, one for each minute of which a score is known, in a plot of `width` by `height`: minutes that follow
 * each other are joined, what was not measured is left out.
 */
export function stepsOf(
  { minutes }: Measured,
  score: Score,
  { from, to }: Pick<Timeline, "from" | "to">,
  [width, height]: readonly [number, number],
): string {
  const x = (at: number) =>
    round(((Math.min(Math.max(at, from), to) - from) / Math.max(1, to - from)) * width);
  const y = (value: number) => round((1 - (value - worst) / (best - worst)) * height);
  let reached: number | null = null;
  const steps = minutes.flatMap(({ at, figures }) => {
    const value = figures.down[score];
    const begin = Date.parse(at);
    if (value === null || begin >= to || begin + minute <= from) return [];
    const start = reached === begin ? `V${y(value)}` : `M${x(begin)} ${y(value)}`;
    reached = begin + minute;
    return [`${start}H${x(reached)}`];
  });
  return steps.join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
