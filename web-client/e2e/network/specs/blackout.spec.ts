// Nothing passes for a while, then everything does again.

import type { Page } from "@playwright/test";
import { expect, test } from "../harness/badNetwork.ts";
import { report } from "../harness/report.ts";
import { growth, type Resumption, resumption, samplesSince } from "../harness/watch.ts";
import { KEPT, watchedCall } from "../harness/watchedCall.ts";

/** Seconds of silence, then the milliseconds within which sound and picture are back. */
const BLACKOUTS = [
  [5, 1_000],
  [15, 2_000],
  [60, 5_000],
] as const;
/** What a busy machine with two cores may take on top. */
const MACHINE = 500;

for (const [seconds, target] of BLACKOUTS) {
  test(`media are back soon after ${seconds} s of nothing, in the same place`, async ({ people, path }) => {
    const { doctor, patient, places } = await watchedCall(people);
    await path.order("blackout on");
    const dark = Date.now();
    await expect
      .poll(() => Date.now() - dark, { timeout: seconds * 2_000, intervals: [100] })
      .toBeGreaterThan(seconds * 1_000);
    await expectSilence(patient, dark);
    await path.order("blackout off");
    const light = Date.now();
    for (const [name, page] of Object.entries({ patient, doctor })) {
      const back = await resumed(page, light);
      report(`blackout ${seconds} s: ${name}`, { ...back });
      expect(back.sound).toBeLessThan(target + MACHINE);
      expect(back.picture).toBeLessThan(target + MACHINE);
    }
    expect(places).toEqual(KEPT);
  });
}

/** Nothing came in the last second: the blackout is one. */
async function expectSilence(page: Page, dark: number): Promise<void> {
  const { packets } = growth(await samplesSince(page, Math.max(dark + 1_000, Date.now() - 3_000)));
  expect(packets).toBe(0);
}

async function resumed(page: Page, since: number): Promise<Resumption> {
  let back: Resumption | undefined;
  const look = async () => {
    back = resumption(await samplesSince(page, since));
    return back;
  };
  await expect.poll(look, { timeout: 60_000, intervals: [250], message: "picture and sound" }).toBeDefined();
  if (!back) throw new Error("unreachable: the poll has seen it");
  return back;
}
