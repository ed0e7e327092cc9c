// The patient's phone goes from one network to another: the old address is gone, a new one is there.

import { expect, test } from "../harness/badNetwork.ts";
import { address } from "../harness/path.ts";
import { report } from "../harness/report.ts";
import { resumption, samplesSince } from "../harness/watch.ts";
import { KEPT, watchedCall } from "../harness/watchedCall.ts";

test("the call goes on from another address, in the same place", async ({ people, path }) => {
  await path.order("both delay=10");
  const { doctor, patient, places } = await watchedCall(people);
  address("replace", "10.77.0.3/24");
  address("del", "10.77.0.2/24");
  const since = Date.now();
  for (const [name, page] of Object.entries({ patient, doctor })) {
    const back = async () => resumption(await samplesSince(page, since + 200));
    await expect
      .poll(back, { timeout: 60_000, intervals: [250], message: "picture and sound are back" })
      .toBeDefined();
    const milliseconds = (await back()) ?? Number.NaN;
    report(`address change: ${name}`, { milliseconds });
    expect(milliseconds).toBeLessThan(5_000);
  }
  expect(places).toEqual(KEPT);
});
