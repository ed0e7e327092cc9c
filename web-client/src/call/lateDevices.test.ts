import { expect, test } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { roomState, scene, settle } from "./testing/scene";

test("devices that open after the answer and before media flows are told as on", async () => {
  const { call, localMedia, signaling } = scene();
  call.start();
  signaling.state({ name: "connected" });
  signaling.emit("room_state", roomState());
  await settle();
  await localMedia.open({ microphone: true, camera: true });
  FakeMediaHandler.newest.becomes("connected");
  await settle();
  const told = signaling.dataOf("track_muted").map(({ source, muted }) => `${source} ${muted}`);
  expect(told).toEqual(["microphone true", "camera true", "microphone false", "camera false"]);
});
