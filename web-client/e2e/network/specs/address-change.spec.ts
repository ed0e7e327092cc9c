// The patient's phone goes from one network to another: the old address is gone, a new one is there.

import type { People } from "../../harness/people.ts";
import { expectFlow } from "../../harness/statistics.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { mediaPath } from "../harness/mediaPath.ts";
import { arrive, beginAt, leaveFormer, type Path, settle } from "../harness/path.ts";
import { report } from "../harness/report.ts";
import { longestStandstill, samplesSince } from "../harness/watch.ts";
import { KEPT, watchedCall } from "../harness/watchedCall.ts";

/** Milliseconds without a picture. */
const OUTAGE = 1_500;
/** Chromium on Linux does not look at a change of addresses before so many milliseconds have passed. */
const BROWSER = 2_000;
/** The same for its list of interfaces to have the one that is new. */
const NOTICED = 4_000;

/** Lets a call go on while the patient's address changes; the longest time without a picture of both. */
async function outages(people: People, path: Path, change: () => Promise<number>): Promise<number[]> {
  await path.order("both delay=10");
  const { doctor, patient, places } = await watchedCall(people);
  expect((await mediaPath(patient))?.from).toBe("10.77.0.2");
  const since = await change();
  const from = async () => (await mediaPath(patient))?.from;
  await expect.poll(from, { timeout: 60_000, message: "media leave from the new address" }).toBe("10.77.0.3");
  const outages: number[] = [];
  for (const [name, page] of Object.entries({ patient, doctor })) {
    await expectFlow(page, { video: 1, audio: 1 });
    const outage = longestStandstill(await samplesSince(page, since));
    report(`address change: ${name}`, { outage });
    outages.push(outage);
  }
  expect(places).toEqual(KEPT);
  return outages;
}

test("the call goes on by another network that is there already, in the same place", async ({
  people,
  path,
}) => {
  beginAt("10.77.0.2");
  const found = await outages(people, path, async () => {
    const arrived = Date.now();
    arrive("10.77.0.3/24");
    await expect.poll(() => Date.now() - arrived, { timeout: 60_000 }).toBeGreaterThan(NOTICED);
    leaveFormer();
    return Date.now();
  });
  expect(Math.max(...found)).toBeLessThan(OUTAGE);
});

test("the call goes on from another address, in the same place", async ({ people, path }) => {
  settle("10.77.0.2/24");
  const found = await outages(people, path, async () => {
    const since = Date.now();
    settle("10.77.0.3/24");
    return since;
  });
  expect(Math.max(...found)).toBeLessThan(BROWSER + OUTAGE);
});
