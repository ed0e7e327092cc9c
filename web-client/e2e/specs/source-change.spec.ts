// One seat shows one camera after another, of other sizes and codecs, without a break.

import { createRoom } from "../harness/clinic.ts";
import { Participant } from "../harness/participant.ts";
import type { Sending } from "../harness/participantPage.ts";
import { expect, test } from "../harness/people.ts";
import { becomes, codecOf, decoded, growth } from "../harness/picture.ts";
import { longestStandstill } from "../harness/standstills.ts";

/** The cameras tell themselves apart by their heights. */
const CAMERAS = [
  ["speaker", 544, "video/VP8"],
  ["guest", 360, "video/VP9"],
] as const;
const CHANGES = 20;
/** Milliseconds. */
const PATIENCE = 5_000;
const FREEZE = 500;

const sending = (height: number, codec: string): Sending => ({
  width: 960,
  height,
  encodings: [{ maxBitrate: 500_000 }],
  codec,
});

test("a seat shows one camera after another, in VP8 and in VP9", async ({ people }) => {
  test.setTimeout(180_000);
  const room = await createRoom();
  const cameras: Participant[] = [];
  for (const [person, height, codec] of CAMERAS) {
    const page = await people.page(person, { foreignScripts: true });
    const camera = await Participant.join(page, room, person);
    await camera.send(sending(height, codec));
    cameras.push(camera);
  }
  const viewer = await Participant.join(
    await people.page("patient", { foreignScripts: true }),
    room,
    "viewer",
  );
  await viewer.receive({ people: 1 });
  const before = await decoded(viewer, 10, 30_000);
  const since = Date.now();
  for (let change = 0; change < CHANGES; change += 1) {
    const [, height, codec] = CAMERAS[change % 2] ?? CAMERAS[0];
    await viewer.show(cameras[change % 2] ?? viewer, 1_000, true);
    expect(await becomes(viewer, height, PATIENCE), `${height} lines are shown`).toBe(true);
    expect(await codecOf(viewer)).toBe(codec);
  }
  const { framesDecoded, framesReceived, packetsLost, pliCount } = growth(before, await decoded(viewer, 5));
  const standstill = await longestStandstill(cameras, viewer, since);
  console.log(`    ${JSON.stringify({ framesReceived, framesDecoded, packetsLost, pliCount, standstill })}`);
  expect(packetsLost).toBe(0);
  expect(pliCount).toBeLessThanOrEqual(1);
  expect(framesReceived - framesDecoded).toBeLessThan(5 + framesReceived * 0.05);
  expect(standstill).toBeLessThan(FREEZE);
  for (const one of [viewer, ...cameras]) await one.close();
});
