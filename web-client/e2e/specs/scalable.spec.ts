// One encoding with layers inside (SVC); a viewer goes from one size to another without a break.

import { openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import { type Pair, pair } from "../harness/pairs.ts";
import { expect, test } from "../harness/people.ts";
import { expectUnbroken, hurry, rises, switchTo, walk } from "../harness/switches.ts";

const HEIGHTS = [136, 272, 544];
const SWITCHES = 50;

const sending = (codec: string, scalabilityMode: string) => ({
  width: 960,
  height: 544,
  encodings: [{ scalabilityMode, maxBitrate: 800_000 }],
  codec,
  descriptor: true,
});

async function judge(name: string, { camera, viewer, end }: Pair, codec: string): Promise<void> {
  const start = HEIGHTS[0] ?? 0;
  const heights = walk(HEIGHTS, SWITCHES);
  const outcome = await switchTo(viewer, camera, heights);
  expectUnbroken(name, outcome);
  expect(outcome.codec).toBe(codec);
  expect(outcome.taken).toBe(SWITCHES);
  // A layer that was left out goes on at a keyframe; leaving one out takes none.
  expect(outcome.keyFramesDecoded).toBeLessThanOrEqual(rises(heights, start) * 1.5 + 2);
  await hurry(viewer, camera, walk(HEIGHTS, 30));
  await end();
}

test.beforeEach(() => test.setTimeout(180_000));

for (const [codec, mode] of [
  ["video/VP9", "L3T3_KEY"],
  ["video/VP9", "L3T3"],
  ["video/AV1", "L3T3_KEY"],
  ["video/AV1", "L3T3"],
] as const) {
  test(`Chromium sees ${codec} ${mode} in one size after another`, async ({ people }) => {
    const sender = await people.page("speaker", { foreignScripts: true });
    const watcher = await people.page("patient", { foreignScripts: true });
    const both = await pair(sender, watcher, sending(codec, mode), { descriptor: true });
    await judge(`${codec} ${mode}`, both, codec);
  });
}

test("Firefox sees video/VP9 L3T3_KEY in one size after another", async ({ people }) => {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  const firefox = await openFirefox();
  try {
    const sender = await people.page("speaker", { foreignScripts: true });
    const both = await pair(sender, firefox.page, sending("video/VP9", "L3T3_KEY"));
    await judge("video/VP9 L3T3_KEY to Firefox", both, "video/VP9");
  } finally {
    await firefox.close();
  }
});

test("an AV1 camera of one size with three frame rates is seen", async ({ people }) => {
  const sender = await people.page("speaker", { foreignScripts: true });
  const watcher = await people.page("patient", { foreignScripts: true });
  const both = await pair(sender, watcher, sending("video/AV1", "L1T3"), { descriptor: true });
  const outcome = await switchTo(both.viewer, both.camera, walk(HEIGHTS, 12), 500);
  expectUnbroken("video/AV1 L1T3", outcome);
  expect(outcome.keyFramesDecoded).toBe(0);
  await both.end();
});
