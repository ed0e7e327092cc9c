// One packet in ten is lost, then one in five.

import type { Page } from "@playwright/test";
import { expect, test } from "../harness/badNetwork.ts";
import { report } from "../harness/report.ts";
import { concealedShare, growth, longestStandstill, samplesSince } from "../harness/watch.ts";
import { watchedCall } from "../harness/watchedCall.ts";

/** Waits for so many seconds of sound from now on; gives what was noted meanwhile. */
async function listen(page: Page, since: number, seconds: number) {
  const played = async () => growth(await samplesSince(page, since)).samples / 48_000;
  await expect
    .poll(played, { timeout: 4_000 * seconds, message: "seconds of sound" })
    .toBeGreaterThan(seconds);
  return samplesSince(page, since);
}

test("one in ten lost both ways: the call goes on", async ({ people, path }) => {
  const { doctor, patient } = await watchedCall(people);
  const before = await path.counts();
  await path.order("both loss=0.1 delay=20");
  const since = Date.now();
  for (const [name, page] of Object.entries({ doctor, patient })) {
    const samples = await listen(page, since, 15);
    const { framesDecoded, freezes, frozen } = growth(samples);
    report(`loss 10 %: ${name}`, {
      concealed: concealedShare(samples),
      framesDecoded,
      freezes,
      frozen,
      standstill: longestStandstill(samples),
    });
    expect(concealedShare(samples)).toBeLessThan(0.2);
    expect(longestStandstill(samples)).toBeLessThan(3_000);
  }
  const after = await path.counts();
  expect((after.upLost - before.upLost) / (after.up - before.up)).toBeGreaterThan(0.05);
  expect((after.downLost - before.downLost) / (after.down - before.down)).toBeGreaterThan(0.05);
});

test("one in five lost on the way down: the other is still understood", async ({ people, path }) => {
  const { patient } = await watchedCall(people);
  await path.order("down loss=0.2 delay=20");
  const samples = await listen(patient, Date.now(), 15);
  const { framesDecoded, freezes, frozen } = growth(samples);
  report("loss 20 % down", {
    concealed: concealedShare(samples),
    framesDecoded,
    freezes,
    frozen,
    standstill: longestStandstill(samples),
  });
  expect(framesDecoded).toBeGreaterThan(0);
  expect(concealedShare(samples)).toBeLessThan(0.3);
});
