// A camera is sent in three sizes; a viewer goes from one to another without a break.

import { openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import { type Pair, pair } from "../harness/pairs.ts";
import type { Runs } from "../harness/participant.ts";
import { expect, type People, test } from "../harness/people.ts";
import { expectUnbroken, SWITCHES, switchTo, walk } from "../harness/switches.ts";

const CAMERA = {
  width: 640,
  height: 480,
  encodings: [
    { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 100_000 },
    { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 250_000 },
    { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 600_000 },
  ],
};

async function judge(name: string, { camera, viewer, end }: Pair, patience?: number) {
  const outcome = await switchTo(viewer, camera, walk([120, 240, 480], SWITCHES), patience);
  expectUnbroken(name, outcome, SWITCHES);
  await end();
  return outcome;
}

const chromium = (people: People, person: "speaker" | "patient"): Promise<Runs> =>
  people.page(person, { foreignScripts: true });

async function withFirefox(work: (page: Runs) => Promise<void>): Promise<void> {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  const firefox = await openFirefox();
  await work(firefox.page).finally(firefox.close);
}

test.beforeEach(() => test.setTimeout(60_000 + SWITCHES * 6_000));

for (const codec of ["video/VP8", "video/H264"]) {
  test(`Chromium sees Chromium's ${codec} in one size after another`, async ({ people }) => {
    const viewer = await chromium(people, "patient");
    const both = await pair(await chromium(people, "speaker"), viewer, { ...CAMERA, codec });
    const { sizes } = await judge(`${codec}, Chromium to Chromium`, both);
    expect(sizes.size).toBeGreaterThan(1);
  });
}

test("Firefox sees Chromium in one size after another", async ({ people }) => {
  await withFirefox(async (firefox) => {
    const both = await pair(await chromium(people, "speaker"), firefox, CAMERA);
    const { sizes } = await judge("Chromium to Firefox", both);
    expect(sizes.size).toBeGreaterThan(1);
  });
});

test("Chromium sees Firefox, however many sizes that sends", async ({ people }) => {
  await withFirefox(async (firefox) => {
    const both = await pair(firefox, await chromium(people, "patient"), CAMERA);
    await judge("Firefox to Chromium", both, 1_500);
  });
});
