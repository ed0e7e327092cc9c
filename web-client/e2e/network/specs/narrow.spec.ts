// The way down becomes too narrow for a picture.

import { expect, test } from "../harness/badNetwork.ts";
import { report } from "../harness/report.ts";
import { concealedShare, growth, longestGap, samplesSince } from "../harness/watch.ts";
import { watchedCall } from "../harness/watchedCall.ts";

/** Milliseconds within which the server has found the rate. */
const ADAPTATION = 3_000;

test("at 200 kbit/s down the voice goes on and the page says why the picture does not", async ({
  people,
  path,
}) => {
  const { patient } = await watchedCall(people);
  // Half a second of queue, as much as the product allows itself.
  await path.order("down rate=200000 queue=12500 delay=20");
  const adapted = Date.now() + ADAPTATION;
  const heard = async () => growth(await samplesSince(patient, adapted)).samples / 48_000;
  await expect.poll(heard, { timeout: 60_000, message: "seconds of sound" }).toBeGreaterThan(15);
  await expect(patient.getByText("Your connection is slow")).toBeVisible();
  const samples = await samplesSince(patient, adapted);
  const gap = longestGap(samples);
  const { framesDecoded } = growth(samples);
  report("200 kbit/s down", { gap, concealed: concealedShare(samples), framesDecoded });
  expect(gap).toBeLessThan(200);
  expect(concealedShare(samples)).toBeLessThan(0.05);
});
