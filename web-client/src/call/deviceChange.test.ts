import { expect, test } from "vitest";
import type { FakeTrack } from "./testing/fakeDevices";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, scene } from "./testing/scene";

async function connected() {
  const parts = scene();
  await connect(parts);
  const sent = (source: "microphone" | "camera") =>
    FakeMediaHandler.newest.sending.get(source) as unknown as FakeTrack;
  return { ...parts, sent };
}

test("another device takes the line of the first, without a new offer", async () => {
  const { localMedia, devices, signaling, sent } = await connected();
  await localMedia.choose("camera", "second");
  expect(sent("camera").deviceId).toBe("second");
  expect(devices.opened.map(({ stopped }) => stopped)).toEqual([false, true, false]);
  expect(signaling.dataOf("webrtc_offer")).toHaveLength(1);
});

test("another microphone stays muted, and joins the sound of a shared screen", async () => {
  const { call, localMedia, screen, sent } = await connected();
  screen.chooses = "with sound";
  await call.screen.start();
  await call.toggleMicrophone();
  await localMedia.choose("microphone", "headset");
  expect(localMedia.getSnapshot().microphone.on).toBe(false);
  expect(sent("microphone").kind).toBe("mix");
  const { tracks } = screen.mixes.at(-1) ?? { tracks: [] };
  expect(tracks.map((track) => (track as unknown as FakeTrack).deviceId)).toEqual(["headset", undefined]);
  expect(screen.mixes.map(({ open }) => open).filter(Boolean)).toHaveLength(1);
});
