// A third person comes and goes while the first two go on without a freeze.

import type { Page } from "@playwright/test";
import { callOfTwo, GUEST } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { longestStall, watchStalls } from "../harness/stalls.ts";
import { expectFlow, flow, type Inbound, readInbound } from "../harness/statistics.ts";
import { comeInByCode, press } from "../harness/visit.ts";

/** Chromium counts a freeze from 150 ms beyond the usual distance of frames (W3C webrtc-stats, freezeCount). */
const FREEZE = 150;

test("a third person joins and leaves, the first two never stop", async ({ people }) => {
  test.setTimeout(150_000);
  const { doctor, patient, code } = await callOfTwo(people);
  // A browser that stood still itself counts a freeze that is none of the server's: then the guest comes once more.
  let judged = false;
  // Seconds without a new picture in the best of the rounds, for whoever had more of them.
  let frozen = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && !judged; round += 1) {
    const before = new Map<Page, Inbound>();
    for (const page of [doctor, patient]) {
      before.set(page, await picture(page));
      await watchStalls(page);
    }

    const guest = await people.page("guest");
    await comeInByCode(guest, code, GUEST);
    await expectFlow(doctor, { video: 2, audio: 2 });
    await expectFlow(patient, { video: 2, audio: 2 });
    await expectFlow(guest, { video: 2, audio: 2 });
    await keep(doctor, "three-people");

    await press(guest, "Leave");
    await expectFlow(doctor, { video: 1, audio: 1 });
    expect(await flow(patient)).toEqual({ video: 1, audio: 1 });

    judged = Math.max(await longestStall(doctor), await longestStall(patient)) < FREEZE;
    let worst = 0;
    for (const [page, then] of before) {
      const now = await picture(page, then.mid);
      expect(now.framesDecoded).toBeGreaterThan(then.framesDecoded);
      expect(now.packetsLost).toBe(then.packetsLost);
      worst = Math.max(worst, now.frozen - then.frozen);
      if (judged) expect(now.freezeCount - then.freezeCount).toBe(0);
    }
    frozen = Math.min(frozen, worst);
    await guest.close();
  }
  expect(frozen).toBeLessThan(1);
  if (!judged)
    console.log("!!! SKIPPED: the count of freezes: a browser stood still in each of three rounds");
});

/** The line on which the first other person is seen. */
async function picture(page: Page, mid?: string): Promise<Inbound> {
  const lines = await page.evaluate(readInbound);
  const line = lines.find((l) => l.kind === "video" && l.framesDecoded > 0 && (mid ?? l.mid) === l.mid);
  if (line === undefined) throw new Error("nobody is seen");
  return line;
}
