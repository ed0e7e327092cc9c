import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeviceRecovery } from "./deviceRecovery";
import { LocalMedia } from "./localMedia";
import { FakeDevices } from "./testing/fakeDevices";
import { settle } from "./testing/scene";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened() {
  const devices = new FakeDevices();
  const media = new LocalMedia(devices);
  const recovery = new DeviceRecovery(media, devices);
  await media.open({ microphone: true, camera: true });
  const [microphone, camera] = devices.opened;
  if (!microphone || !camera) throw new Error("nothing is open");
  return { devices, media, recovery, microphone, camera };
}

test("another microphone takes over for one that is unplugged", async () => {
  const { devices, media, microphone } = await opened();
  microphone.goAway();
  await settle();
  expect(media.getSnapshot().microphone).toMatchObject({ on: true, problem: null });
  expect(devices.opened).toHaveLength(3);
});

test("a muted microphone stays muted when another takes over", async () => {
  const { devices, media, microphone } = await opened();
  await media.setMicrophone(false);
  microphone.goAway();
  await settle();
  expect(media.getSnapshot().microphone).toMatchObject({ on: false, problem: null });
  expect(devices.opened[2]?.enabled).toBe(false);
});

test("the only camera is missed until it is plugged in again", async () => {
  const { devices, media, camera } = await opened();
  devices.problems.camera = "missing";
  camera.goAway();
  await settle();
  expect(media.getSnapshot().camera).toMatchObject({ on: false, problem: "missing" });
  delete devices.problems.camera;
  devices.plug();
  await settle();
  expect(media.getSnapshot().camera).toMatchObject({ on: true, problem: null });
});

test("who turned the camera off meanwhile, or said no, is left alone", async () => {
  const { devices, media, camera, microphone } = await opened();
  devices.problems.camera = "missing";
  camera.goAway();
  await settle();
  await media.setCamera(false);
  devices.problems.microphone = "denied";
  microphone.goAway();
  await settle();
  const asked = devices.asked.length;
  devices.plug();
  await settle();
  expect(devices.asked).toHaveLength(asked);
});

test("what a telephone call took comes back once the page is looked at again", async () => {
  const { devices, media, recovery, microphone } = await opened();
  microphone.muted = true;
  recovery.pageShown();
  await vi.runAllTimersAsync();
  expect(microphone.stopped).toBe(true);
  expect(media.getSnapshot().microphone).toMatchObject({ on: true, problem: null });
  expect(devices.opened.map(({ kind }) => kind)).toEqual(["microphone", "camera", "microphone"]);
});

test("devices that came back by themselves are left as they are", async () => {
  const { devices, recovery, microphone } = await opened();
  microphone.muted = true;
  recovery.pageShown();
  microphone.muted = false;
  await vi.runAllTimersAsync();
  expect(devices.opened).toHaveLength(2);
});

test("nothing comes back after the call", async () => {
  const { devices, media, recovery, microphone } = await opened();
  devices.problems.microphone = "missing";
  microphone.goAway();
  await settle();
  media.close();
  devices.plug();
  recovery.pageShown();
  await vi.runAllTimersAsync();
  expect(devices.opened).toHaveLength(2);
});
