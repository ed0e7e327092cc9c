// One encoding with layers inside (SVC); a viewer goes from one size to another without a break.

import { pair } from "../harness/pairs.ts";
import { expect, test } from "../harness/people.ts";
import { decoded } from "../harness/picture.ts";
import { expectUnbroken, switchTo, walk } from "../harness/switches.ts";

const MODES = [
  ["video/VP9", "L3T3_KEY"],
  ["video/VP9", "L3T3"],
  ["video/AV1", "L3T3_KEY"],
  ["video/AV1", "L1T3"],
] as const;
const SWITCHES = 12;

for (const [codec, scalabilityMode] of MODES) {
  test(`${codec} ${scalabilityMode} is seen in one size after another`, async ({ people }) => {
    test.setTimeout(120_000);
    const sender = await people.page("speaker", { foreignScripts: true });
    const watcher = await people.page("patient", { foreignScripts: true });
    const encodings = [{ scalabilityMode, maxBitrate: 700_000 }];
    const sending = { width: 640, height: 480, encodings, codec, descriptor: true };
    const { camera, viewer, end } = await pair(sender, watcher, sending, { descriptor: true });
    const scales = scalabilityMode.startsWith("L3");
    const outcome = await switchTo(viewer, camera, walk([120, 240, 480], SWITCHES), scales ? undefined : 500);
    expectUnbroken(`${codec} ${scalabilityMode}`, outcome, SWITCHES);
    if (scales) expect(outcome.sizes.size).toBeGreaterThan(1);
    await decoded(viewer, 10);
    await end();
  });
}
