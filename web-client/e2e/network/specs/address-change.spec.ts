// The patient's phone goes from one network to another: the old address is gone, a new one is there.

import { expectFlow } from "../../harness/statistics.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { mediaPath } from "../harness/mediaPath.ts";
import { settle } from "../harness/path.ts";
import { report } from "../harness/report.ts";
import { longestStandstill, samplesSince } from "../harness/watch.ts";
import { KEPT, watchedCall } from "../harness/watchedCall.ts";

test("the call goes on from another address, in the same place", async ({ people, path }) => {
  await path.order("both delay=10");
  settle("10.77.0.2/24");
  const { doctor, patient, places } = await watchedCall(people);
  expect((await mediaPath(patient))?.from).toBe("10.77.0.2");
  const since = Date.now();
  settle("10.77.0.3/24");
  const from = async () => (await mediaPath(patient))?.from;
  await expect.poll(from, { timeout: 60_000, message: "media leave from the new address" }).toBe("10.77.0.3");
  for (const [name, page] of Object.entries({ patient, doctor })) {
    await expectFlow(page, { video: 1, audio: 1 });
    const outage = longestStandstill(await samplesSince(page, since));
    report(`address change: ${name}`, { outage });
    expect(outage).toBeLessThan(5_000);
  }
  expect(places).toEqual(KEPT);
});
