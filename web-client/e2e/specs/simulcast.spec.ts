// A camera is sent in three sizes; a viewer goes from one to another without a break.

import { openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import { type Pair, pair } from "../harness/pairs.ts";
import type { Runs } from "../harness/participant.ts";
import { expect, type People, test } from "../harness/people.ts";
import { expectUnbroken, hurry, switchTo, walk } from "../harness/switches.ts";

const CAMERA = {
  width: 960,
  height: 544,
  encodings: [
    { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 100_000 },
    { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 250_000 },
    { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 600_000 },
  ],
};
const HEIGHTS = [136, 272, 544];
const SWITCHES = 100;

async function judge(name: string, { camera, viewer, end }: Pair, codec: string): Promise<void> {
  const outcome = await switchTo(viewer, camera, walk(HEIGHTS, SWITCHES));
  expectUnbroken(name, outcome);
  expect(outcome.codec).toBe(codec);
  expect(outcome.taken).toBe(SWITCHES);
  // One to switch at; where an encoder sends keyframes of all sizes at once, that of the size before too.
  expect(outcome.keyFramesDecoded).toBeLessThanOrEqual(2 * SWITCHES);
  await hurry(viewer, camera, walk(HEIGHTS, 30));
  await end();
}

const chromium = (people: People, person: "speaker" | "patient"): Promise<Runs> =>
  people.page(person, { foreignScripts: true });

async function withFirefox(work: (page: Runs) => Promise<void>): Promise<void> {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  const firefox = await openFirefox();
  await work(firefox.page).finally(firefox.close);
}

test.beforeEach(() => test.setTimeout(240_000));

for (const codec of ["video/VP8", "video/H264"]) {
  test(`Chromium sees Chromium's ${codec} in one size after another`, async ({ people }) => {
    const viewer = await chromium(people, "patient");
    const both = await pair(await chromium(people, "speaker"), viewer, { ...CAMERA, codec });
    await judge("Chromium to Chromium", both, codec);
  });
}

test("Firefox sees Chromium in one size after another", async ({ people }) => {
  await withFirefox(async (firefox) => {
    const both = await pair(await chromium(people, "speaker"), firefox, CAMERA);
    await judge("Chromium to Firefox", both, "video/VP8");
  });
});

test("Chromium sees Firefox, however many sizes that sends", async ({ people }) => {
  await withFirefox(async (firefox) => {
    const { camera, viewer, end } = await pair(firefox, await chromium(people, "patient"), CAMERA);
    const outcome = await switchTo(viewer, camera, walk([1, 272, 5_000], SWITCHES), 300);
    expectUnbroken("Firefox to Chromium", outcome);
    expect(outcome.keyFramesDecoded).toBeLessThanOrEqual(2 * SWITCHES);
    await end();
  });
});
