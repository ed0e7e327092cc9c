// The network test finds what a bad network does.

import { type ShownPath, shownPath } from "../../harness/networkTest.ts";
import { expect, type People } from "../../harness/people.ts";
import { button, press } from "../../harness/visit.ts";
import { test } from "../harness/badNetwork.ts";
import { report } from "../harness/report.ts";

/** Milliseconds of delay each way. */
const DELAY = 20;

/** What the test shows of UDP, with the sentence that it ends in. */
async function tested(people: People): Promise<{ udp: ShownPath; sentence: string }> {
  const page = await people.page("patient");
  await page.goto("/network-test");
  await press(page, "Start the test");
  await expect(button(page, "Test again")).toBeVisible({ timeout: 60_000 });
  const sentence = await page.locator(".notice").textContent();
  return { udp: await shownPath(page, "udp"), sentence: sentence ?? "" };
}

test("a narrow uplink is measured and told of", async ({ people, path }) => {
  await path.order(`up rate=500000 queue=31250 delay=${DELAY}`);
  await path.order(`down delay=${DELAY}`);
  const { udp, sentence } = await tested(people);
  report("500 kbit/s up", { up: udp.up, down: udp.down, rtt: udp.rtt });
  // Headers of IP and UDP come on top of what is counted.
  expect(udp.up).toBeLessThan(550);
  expect(udp.up).toBeGreaterThan(150);
  expect(udp.rtt).toBeGreaterThanOrEqual(2 * DELAY);
  expect(sentence).not.toContain("good for video");
});

test("losses on the way up are measured", async ({ people, path }) => {
  await path.order(`up loss=0.1 delay=${DELAY}`);
  const { udp, sentence } = await tested(people);
  report("10 % lost up", { upLoss: udp.upLoss, roundTripLoss: udp.roundTripLoss, up: udp.up });
  expect(udp.upLoss).toBeGreaterThan(5);
  expect(udp.upLoss).toBeLessThan(18);
  expect(sentence).toContain("get lost on the way");
});

test("losses on the way down are told apart from those on the way up", async ({ people, path }) => {
  await path.order(`down loss=0.1 delay=${DELAY}`);
  const { udp, sentence } = await tested(people);
  report("10 % lost down", { upLoss: udp.upLoss, roundTripLoss: udp.roundTripLoss, up: udp.up });
  expect(udp.upLoss).toBeLessThan(2);
  expect(udp.roundTripLoss).toBeGreaterThan(4);
  expect(udp.roundTripLoss).toBeLessThan(18);
  expect(sentence).toContain("get lost on the way");
});
