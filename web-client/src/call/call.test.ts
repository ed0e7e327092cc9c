import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FakeTrack } from "./testing/fakeDevices";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, doctor, doctorSeated, roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("joining offers once, applies the answer and is connected when media is", async () => {
  const parts = scene();
  const { call, signaling } = parts;
  expect(call.getSnapshot().phase).toBe("idle");
  call.start();
  expect(call.getSnapshot().phase).toBe("connecting");
  signaling.state({ name: "connected" });
  signaling.emit("room_state", roomState());
  await settle();
  expect(signaling.dataOf("webrtc_offer")).toHaveLength(1);
  expect(FakeMediaHandler.newest.answers).toEqual(["answer to offer 1"]);
  FakeMediaHandler.newest.becomes("connected");
  expect(call.getSnapshot().phase).toBe("connected");
  expect(call.getSnapshot().connectedAt).not.toBeNull();
});

test("the other person appears with sound and picture from their seats", async () => {
  const parts = scene();
  await connect(parts, roomState({ participants: [doctor], seats: doctorSeated }));
  const audio = FakeMediaHandler.newest.receives("2");
  const video = FakeMediaHandler.newest.receives("5");
  const [tile] = parts.call.getSnapshot().tiles;
  expect(tile).toMatchObject({ displayName: "Dr Claire Moreau", audio, video, microphoneOff: false });
});

test("mute and camera off of the other are shown, and back", async () => {
  const parts = scene();
  await connect(parts, roomState({ participants: [doctor], seats: doctorSeated }));
  FakeMediaHandler.newest.receives("5");
  const mute = (source: "microphone" | "camera", muted: boolean) =>
    parts.signaling.emit("track_muted", { sessionId: "c", participantId: "p-doctor", source, muted });
  mute("microphone", true);
  mute("camera", true);
  expect(parts.call.getSnapshot().tiles[0]).toMatchObject({
    microphoneOff: true,
    cameraOff: true,
    video: null,
  });
  mute("camera", false);
  expect(parts.call.getSnapshot().tiles[0]?.video).not.toBeNull();
});

test("muting keeps the device, a camera that is off is closed; both are told", async () => {
  const parts = scene();
  await connect(parts);
  const [microphone, camera] = parts.devices.opened as [FakeTrack, FakeTrack];
  await parts.call.toggleMicrophone();
  await parts.call.toggleCamera();
  expect([microphone.enabled, microphone.stopped, camera.stopped]).toEqual([false, false, true]);
  expect(FakeMediaHandler.newest.sending.get("camera")).toBeNull();
  const told = parts.signaling.dataOf("track_muted").map(({ source, muted }) => `${source} ${muted}`);
  expect(told).toEqual(["microphone false", "camera false", "microphone true", "camera true"]);
  await parts.call.toggleCamera();
  expect(FakeMediaHandler.newest.sending.get("camera")).not.toBeNull();
});

test("audio only stops the camera and gives it back afterwards", async () => {
  const parts = scene();
  await connect(parts);
  await parts.call.setVideoChoice("audio");
  expect(parts.call.getSnapshot().videoChoice).toBe("audio");
  expect(parts.localMedia.getSnapshot().camera.on).toBe(false);
  await parts.call.setVideoChoice("auto");
  expect(parts.localMedia.getSnapshot().camera.on).toBe(true);
});

test("an audio consultation has no camera line and says nothing of a camera", async () => {
  const parts = scene({ mode: "audio" });
  await connect(parts);
  expect(FakeMediaHandler.newest.options.video).toBe(false);
  expect(parts.signaling.dataOf("track_muted").every(({ source }) => source === "microphone")).toBe(true);
});

test("somebody who leaves goes, somebody who comes appears, one does not see oneself", async () => {
  const parts = scene();
  await connect(parts, roomState({ participants: [doctor, { ...doctor, participantId: "p-self" }] }));
  expect(parts.call.getSnapshot().tiles).toHaveLength(1);
  const guest = { displayName: "Leyla", role: "guest", connected: true } as const;
  parts.signaling.emit("participant_joined", { sessionId: "c", participantId: "p-3", ...guest });
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-doctor", reason: "left" });
  expect(parts.call.getSnapshot().tiles.map((tile) => tile.displayName)).toEqual(["Leyla"]);
});

test("what the page shows is said with the place, again by a new socket, and no more after its end", async () => {
  const parts = scene();
  await connect(parts);
  parts.call.interest.show("p-doctor", "camera", 360);
  const said = () => {
    vi.advanceTimersByTime(20);
    return parts.signaling.dataOf("set_interest");
  };
  expect(said()).toHaveLength(1);
  parts.signaling.state({ name: "disconnected" });
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  expect(said()).toHaveLength(2);
  await parts.call.setVideoChoice("saver");
  vi.advanceTimersByTime(300);
  const picture = { participantId: "p-doctor", source: "camera", height: 180 };
  expect(said().at(-1)).toEqual({ sessionId: "c", pictures: [picture] });
  parts.call.leave();
  parts.call.interest.show("p-doctor", "camera", 720);
  vi.advanceTimersByTime(10_000);
  expect(said()).toHaveLength(3);
});
