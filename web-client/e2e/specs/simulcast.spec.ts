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
/** Firefox makes its pictures smaller by itself where three of them are too much for the machine. */
const SMALLER = { camera: { ...CAMERA, width: 640, height: 360 }, heights: [90, 180, 360] };
const SWITCHES = 100;

async function judge(
  name: string,
  { camera, viewer, end }: Pair,
  codec: string,
  heights = HEIGHTS,
): Promise<void> {
  const outcome = await switchTo(viewer, camera, walk(heights, SWITCHES));
  expectUnbroken(name, outcome);
  expect(outcome.codec).toBe(codec);
  expect(outcome.taken).toBe(SWITCHES);
  // One to switch at; where an encoder sends keyframes of all sizes at once, that of the size before too.
  expect(outcome.keyFramesDecoded).toBeLessThanOrEqual(2 * SWITCHES);
  await hurry(viewer, camera, walk(heights, 30));
  await end();
}

const chromium = (people: People, person: "speaker" | "patient"): Promise<Runs> =>
  people.page(person, { foreignScripts: true });

/** It opens its largest sizes when it believes in the way, as Chromium does: told at once, in kbit/s. */
const BELIEVING = { "media.peerconnection.video.start_bitrate": 2_000 };

async function withFirefox(work: (page: Runs) => Promise<void>): Promise<void> {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  const firefox = await openFirefox(BELIEVING);
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

test("Chromium sees Firefox in one size after another", async ({ people }) => {
  await withFirefox(async (firefox) => {
    const both = await pair(firefox, await chromium(people, "patient"), SMALLER.camera);
    await judge("Firefox to Chromium", both, "video/VP8", SMALLER.heights);
  });
});
