// A viewer goes to and fro between the sizes of one camera.

import { expect } from "@playwright/test";
import type { Participant } from "./participant.ts";
import { becomes, codecOf, decoded, growth, type Picture, picture } from "./picture.ts";
import { longestStandstill } from "./standstills.ts";

export interface Outcome extends Picture {
  codec: string;
  /** Switches, and those of them after which the picture had the height asked for in time. */
  switches: number;
  taken: number;
  sizes: Set<number>;
  /** Milliseconds. */
  standstill: number;
}

/** Milliseconds for a switch; whatever plays goes on meanwhile. */
const PATIENCE = 5_000;
/** Milliseconds from one change of mind to the next for who does not wait for what was asked. */
const HASTE = 120;
/** Milliseconds that a picture may stand still. */
const FREEZE = 500;

/** Up and down in steps, then at random, always to another one; the same in every run. */
export function walk(heights: readonly number[], length: number): number[] {
  const steps = [...heights, ...heights.slice(0, -1).reverse()];
  let seed = 7;
  while (steps.length < length) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const others = heights.filter((height) => height !== steps.at(-1));
    steps.push(others[(seed >> 16) % others.length] ?? 0);
  }
  return steps.slice(0, length);
}

/** How many steps of a walk that begins at `start` go to a larger size. */
export function rises(heights: readonly number[], start: number): number {
  return heights.filter((height, index) => height > (heights[index - 1] ?? start)).length;
}

/** Shows a camera at one height after another; frames go on after each. */
export async function switchTo(
  viewer: Participant,
  camera: Participant,
  heights: readonly number[],
  patience = PATIENCE,
): Promise<Outcome> {
  const before = await decoded(viewer, 5);
  const since = Date.now();
  const sizes = new Set<number>();
  let taken = 0;
  for (const height of heights) {
    await viewer.show(camera, height);
    if (await becomes(viewer, height, patience)) taken += 1;
    sizes.add((await decoded(viewer, 3)).frameHeight);
  }
  const after = (await picture(viewer)) ?? before;
  return {
    ...growth(before, after),
    codec: await codecOf(viewer),
    switches: heights.length,
    taken,
    sizes,
    standstill: await longestStandstill([camera], viewer, since),
  };
}

/** Changes the height faster than it can be followed, then waits for the last one. */
export async function hurry(
  viewer: Participant,
  camera: Participant,
  heights: readonly number[],
): Promise<void> {
  const since = Date.now();
  for (const height of heights) {
    await viewer.show(camera, height);
    await new Promise((done) => setTimeout(done, HASTE));
  }
  expect(await becomes(viewer, heights.at(-1) ?? 0, PATIENCE), "the last size is shown").toBe(true);
  await decoded(viewer, 10);
  expect(await longestStandstill([camera], viewer, since)).toBeLessThan(FREEZE);
}

/** Nothing was lost, nothing stood still, the decoder never asked for help without need. */
export function expectUnbroken(name: string, outcome: Outcome): void {
  const { sizes, ...figures } = outcome;
  console.log(`    ${name}: ${JSON.stringify(figures)}, heights ${[...sizes].sort((a, b) => a - b)}`);
  expect(outcome.packetsLost).toBe(0);
  expect(outcome.standstill).toBeLessThan(FREEZE);
  expect(outcome.pliCount).toBeLessThanOrEqual(1 + outcome.switches / 50);
  // A few are in the decoder at the end; those that waited behind a stall of the machine are dropped.
  const gone = outcome.framesReceived - outcome.framesDecoded;
  expect(gone).toBeLessThan(5 + outcome.framesReceived * 0.05);
}
