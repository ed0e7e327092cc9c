// How long a picture stood still while the browsers themselves ran: two cores that run several of them sometimes do not.

import type { Participant } from "./participant.ts";

/** Frames that a page had sent or decoded at a time of the wall clock in milliseconds. */
interface Tick {
  at: number;
  frames: number;
}

/** Milliseconds, in a row. */
interface Pause {
  from: number;
  to: number;
}

/** A page whose timer or encoder rests for longer did not get its share of the machine. */
const STALL = 200;

const ticksSince = async ({ page }: Participant, since: number): Promise<Tick[]> =>
  (await page.evaluate(`ticks.filter(({ at }) => at >= ${since})`)) as Tick[];

/** From each frame to the next. */
function framePauses(ticks: readonly Tick[]): Pause[] {
  const fresh = ticks.filter(({ frames }, index) => frames !== ticks[index - 1]?.frames);
  const end = ticks.at(-1);
  return between(end === undefined ? fresh : [...fresh, end]);
}

const between = (ticks: readonly Tick[]): Pause[] =>
  ticks.slice(1).map(({ at }, index) => ({ from: ticks[index]?.at ?? at, to: at }));

const length = ({ from, to }: Pause) => to - from;
const overlap = (a: Pause, b: Pause) => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** The longest time without a new picture, less what a camera or a page rested meanwhile, in milliseconds. */
export async function longestStandstill(
  cameras: readonly Participant[],
  viewer: Participant,
  since: number,
): Promise<number> {
  const sent = await Promise.all(cameras.map((camera) => ticksSince(camera, since)));
  const seen = await ticksSince(viewer, since);
  const rests = sent.flatMap((ticks) => [...between(ticks), ...framePauses(ticks)]);
  const stalls = [...rests, ...between(seen)].filter((pause) => length(pause) > STALL);
  const own = framePauses(seen).map(
    (pause) => length(pause) - Math.max(0, ...stalls.map((stall) => overlap(pause, stall))),
  );
  return Math.max(0, ...own);
}
