// One packet in ten is lost, then one in five.

import type { Page } from "@playwright/test";
import { expect, test } from "../harness/badNetwork.ts";
import { report } from "../harness/report.ts";
import { concealedShare, growth, longestStandstill, type Sample, samplesSince } from "../harness/watch.ts";
import { watchedCall } from "../harness/watchedCall.ts";

/** The share of sound that may be made up (concealedSamples: silence between words counts as well). */
const INTELLIGIBLE = 0.05;

/** Waits for so many seconds of sound from now on; gives what was noted meanwhile. */
async function listen(page: Page, since: number, seconds: number) {
  const played = async () => growth(await samplesSince(page, since)).samples / 48_000;
  await expect
    .poll(played, { timeout: 4_000 * seconds, message: "seconds of sound" })
    .toBeGreaterThan(seconds);
  return samplesSince(page, since);
}

/** Prints and gives what a page noted of its sound and pictures. */
function judge(name: string, samples: Sample[]) {
  const { framesDecoded, freezes, frozen } = growth(samples);
  const concealed = concealedShare(samples);
  const standstill = longestStandstill(samples);
  report(name, { concealed, framesDecoded, freezes, frozen, standstill });
  return { concealed, standstill };
}

test("one in ten lost both ways: the call goes on", async ({ people, path }) => {
  const { doctor, patient } = await watchedCall(people);
  const before = await path.counts();
  await path.order("both loss=0.1 delay=20");
  const since = Date.now();
  for (const [name, page] of Object.entries({ doctor, patient })) {
    const { concealed, standstill } = judge(`loss 10 %: ${name}`, await listen(page, since, 15));
    expect(concealed).toBeLessThan(INTELLIGIBLE);
    expect(standstill).toBeLessThan(3_000);
  }
  const after = await path.counts();
  expect((after.upLost - before.upLost) / (after.up - before.up)).toBeGreaterThan(0.05);
  expect((after.downLost - before.downLost) / (after.down - before.down)).toBeGreaterThan(0.05);
});

for (const [direction, hearer, still] of [
  ["down", "patient", 3_000],
  // A browser that loses as much of what it sends believes its way to be narrow: a keyframe takes seconds.
  ["up", "doctor", 5_000],
] as const) {
  test(`one in five lost on the way ${direction}: speech is understood, the picture goes on`, async ({
    people,
    path,
  }) => {
    const call = await watchedCall(people);
    await path.order(`${direction} loss=0.2 delay=20`);
    const samples = await listen(call[hearer], Date.now(), 30);
    const { concealed, standstill } = judge(`loss 20 % ${direction}: ${hearer}`, samples);
    expect(concealed).toBeLessThan(INTELLIGIBLE);
    expect(standstill).toBeLessThan(still);
  });
}
