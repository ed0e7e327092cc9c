import { expect, test } from "vitest";
import { LocalMedia } from "./localMedia";
import { FakeDevices, type FakeTrack } from "./testing/fakeDevices";

const both = { microphone: true, camera: true };

test("both devices are asked for by one question", async () => {
  const devices = new FakeDevices();
  const media = new LocalMedia(devices);
  await media.open(both);
  expect(devices.asked).toEqual(["both"]);
  expect(media.getSnapshot()).toMatchObject({ microphone: { on: true }, camera: { on: true } });
});

test("a missing camera does not cost the microphone", async () => {
  const devices = new FakeDevices();
  devices.problems.camera = "missing";
  const media = new LocalMedia(devices);
  await media.open(both);
  expect(media.getSnapshot()).toMatchObject({
    microphone: { on: true, problem: null },
    camera: { on: false, problem: "missing" },
  });
});

test("a plain no is not asked about again", async () => {
  const devices = new FakeDevices();
  devices.problems.camera = "denied";
  const media = new LocalMedia(devices);
  await media.open(both);
  expect(devices.asked).toEqual(["both"]);
  expect(media.getSnapshot()).toMatchObject({
    microphone: { problem: "denied" },
    camera: { problem: "denied" },
  });
});

test("a camera that is blocked while the microphone is allowed costs the camera alone", async () => {
  const devices = new FakeDevices();
  devices.problems.camera = "denied";
  devices.permissions.microphone = "granted";
  const media = new LocalMedia(devices);
  await media.open(both);
  expect(media.getSnapshot()).toMatchObject({ microphone: { on: true }, camera: { problem: "denied" } });
});

test("an audio consultation asks for the microphone alone", async () => {
  const devices = new FakeDevices();
  const media = new LocalMedia(devices);
  await media.open({ microphone: true, camera: false });
  expect(devices.asked).toEqual(["microphone"]);
});

test("a device that is unplugged is missed", async () => {
  const devices = new FakeDevices();
  const media = new LocalMedia(devices);
  await media.open(both);
  devices.opened[0]?.dispatchEvent(new Event("ended"));
  expect(media.getSnapshot().microphone).toMatchObject({ on: false, problem: "missing", track: null });
});

test("what arrives after closing is stopped", async () => {
  const devices = new FakeDevices();
  const media = new LocalMedia(devices);
  const opening = media.open(both);
  media.close();
  await opening;
  expect(devices.opened.every((track: FakeTrack) => track.stopped)).toBe(true);
  expect(media.getSnapshot().camera.track).toBeNull();
});
