// A room made by a server's API key; one browser publishes by WHIP, another plays by WHEP.

import { createRoom, roomToken } from "../harness/clinic.ts";
import { end, openHttpMedia, play, publish } from "../harness/httpMedia.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";

test("what WHIP publishes, WHEP plays, until it is deleted", async ({ people }) => {
  const room = await createRoom();
  const publisher = await people.page("doctor", { foreignScripts: true });
  const viewer = await people.page("patient", { foreignScripts: true });
  await openHttpMedia(publisher);
  await openHttpMedia(viewer);

  const made = await publish(publisher, room, await roomToken(room, "camera-1"));
  expect(made.type).toContain("application/sdp");
  expect(made.url).toBeTruthy();
  expect(made.tag).toBeTruthy();

  await play(viewer, `/whep/${room}?from=camera-1`, await roomToken(room, "screen-1"));
  await expectFlow(viewer, { video: 1, audio: 1 });
  await keep(viewer, "whep");

  expect(await end(publisher, await roomToken(room, "stranger"))).toBeGreaterThanOrEqual(400);
  await expectFlow(viewer, { video: 1, audio: 1 });
  expect(await end(publisher)).toBe(200);
  await expectFlow(viewer, { video: 0, audio: 0 });
});

test("the k-th lines carry the k-th participant asked for", async ({ people }) => {
  const room = await createRoom();
  const [first, second, viewer] = [
    await people.page("doctor", { foreignScripts: true }),
    await people.page("guest", { foreignScripts: true }),
    await people.page("patient", { foreignScripts: true }),
  ];
  for (const page of [first, second, viewer]) await openHttpMedia(page);
  await publish(first, room, await roomToken(room, "one"));
  await play(viewer, `/whep/${room}?from=two,one`, await roomToken(room, "viewer"), 2);
  await expectFlow(viewer, { video: 1, audio: 1 });
  await publish(second, room, await roomToken(room, "two"));
  await expectFlow(viewer, { video: 2, audio: 2 });
  await end(first);
  await expectFlow(viewer, { video: 1, audio: 1 });
});

test("neither comes in without a token of the room", async ({ request }) => {
  const room = await createRoom();
  const elsewhere = await roomToken(await createRoom(), "camera-1");
  for (const path of [`/whip/${room}`, `/whep/${room}`]) {
    for (const token of ["nonsense", elsewhere]) {
      const headers = { "content-type": "application/sdp", authorization: `Bearer ${token}` };
      const answer = await request.post(path, { headers, data: "v=0\r\n" });
      expect([401, 403, 404]).toContain(answer.status());
      expect(answer.headers()["content-type"]).toContain("application/problem+json");
    }
  }
});
