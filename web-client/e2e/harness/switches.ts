// A viewer goes to and fro between the sizes of one camera.

import { expect } from "@playwright/test";
import type { Participant } from "./participant.ts";
import { becomes, decoded, growth, type Picture, picture } from "./picture.ts";

/** How often a viewer changes its mind. */
export const SWITCHES = Number(process.env.E2E_SWITCHES ?? 30);

export interface Outcome extends Picture {
  /** Switches after which the picture had the height asked for in time. */
  taken: number;
  sizes: Set<number>;
}

/** Milliseconds for a switch; whatever plays goes on meanwhile. */
const PATIENCE = 5_000;

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

/** Shows a camera at one height after another; frames go on after each. */
export async function switchTo(
  viewer: Participant,
  camera: Participant,
  heights: readonly number[],
  patience = PATIENCE,
): Promise<Outcome> {
  const before = await decoded(viewer, 5);
  const sizes = new Set<number>();
  let taken = 0;
  for (const height of heights) {
    await viewer.show(camera, height);
    if (await becomes(viewer, height, patience)) taken += 1;
    sizes.add((await decoded(viewer, 3)).frameHeight);
  }
  const after = (await picture(viewer)) ?? before;
  return { ...growth(before, after), taken, sizes };
}

/** Nothing was lost, nothing stood still, the decoder never asked for help without need. */
export function expectUnbroken(name: string, outcome: Outcome, switches: number): void {
  const { sizes, ...figures } = outcome;
  console.log(`    ${name}: ${JSON.stringify(figures)}, heights ${[...sizes].sort((a, b) => a - b)}`);
  expect(outcome.packetsLost).toBe(0);
  expect(outcome.totalFreezesDuration).toBeLessThan(0.5 + 0.05 * switches);
  expect(outcome.pliCount).toBeLessThanOrEqual(2 + switches / 10);
  const gone = outcome.framesReceived - outcome.framesDecoded;
  expect(gone).toBeLessThan(10 + outcome.framesReceived * 0.1);
}
