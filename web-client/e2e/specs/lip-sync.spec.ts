// Sound and picture of one person are played together.

import type { Page } from "@playwright/test";
import { callOfTwo } from "../harness/call.ts";
import { expect, test } from "../harness/people.ts";

/** Milliseconds between what is seen and what is heard, from which people notice it. */
const NOTICED = 80;

/**
 * How much later the picture was taken than the sound that plays with it, in milliseconds, averaged over four seconds; nothing
 * as long as a browser does not know (it learns it from sender reports).
 */
function skew(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    const skews: number[] = [];
    for (let time = 0; time < 40; time += 1) {
      await new Promise((done) => setTimeout(done, 100));
      const played: Record<string, number> = {};
      for (const line of (await window.connections.at(-1)?.getStats())?.values() ?? []) {
        if (line.type !== "inbound-rtp" || !line.estimatedPlayoutTimestamp) continue;
        if (line.kind in played) throw new Error("more than one person is seen or heard");
        played[line.kind] = line.estimatedPlayoutTimestamp;
      }
      if (played.audio && played.video) skews.push(played.video - played.audio);
    }
    return skews.length < 20 ? null : skews.reduce((sum, one) => sum + one, 0) / skews.length;
  });
}

test("lips and voice stay together", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  for (const [name, page] of Object.entries({ doctor, patient })) {
    let found: number | null = null;
    const look = async () => {
      found = await skew(page);
      return Math.abs(found ?? Number.POSITIVE_INFINITY);
    };
    await expect.poll(look, { timeout: 40_000, message: "milliseconds apart" }).toBeLessThan(NOTICED);
    console.log(`    ${name}: the picture is ${Number(found).toFixed(0)} ms ahead of the sound`);
  }
});
