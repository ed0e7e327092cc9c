import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../protocol/apiError";
import type { FakeTrack } from "./testing/fakeDevices";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, doctor, doctorSeated, joinAnswer, roomState, scene, settle } from "./testing/scene";

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
  await parts.call.setAudioOnly(true);
  expect(parts.call.getSnapshot().audioOnly).toBe(true);
  expect(parts.localMedia.getSnapshot().camera.on).toBe(false);
  await parts.call.setAudioOnly(false);
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

test("leaving says so, turns the devices off and closes the socket", async () => {
  const parts = scene();
  await connect(parts);
  parts.call.leave();
  expect(parts.call.getSnapshot()).toMatchObject({ phase: "ended", end: { reason: "left" } });
  await settle();
  expect(parts.signaling.dataOf("leave")).toHaveLength(1);
  expect(parts.signaling.closed).toBe(true);
  expect(parts.devices.opened.every((track) => track.stopped)).toBe(true);
  expect(FakeMediaHandler.newest.closed).toBe(true);
});

test("the end for all ends the call", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("consultation_updated", { id: "c", status: "ended", mode: "video", title: null });
  expect(parts.call.getSnapshot().end?.reason).toBe("consultation-ended");
});

test("a refused token is replaced by joining anew", async () => {
  const onToken = vi.fn();
  const parts = scene({ onToken });
  parts.call.start();
  parts.signaling.state({ name: "refused", code: "token_expired" });
  await vi.advanceTimersByTimeAsync(10);
  expect(parts.signaling.connects).toBe(2);
  expect(parts.token()).toBe("token 2");
  expect(onToken).toHaveBeenCalledWith("token 2");
});

test("a place that cannot be had again ends the call with its reason", async () => {
  const parts = scene({ rejoin: () => Promise.reject(new ApiError("consultation_ended")) });
  parts.call.start();
  parts.signaling.state({ name: "refused", code: "token_expired" });
  await vi.advanceTimersByTimeAsync(10);
  expect(parts.call.getSnapshot().end).toMatchObject({ reason: "refused", code: "consultation_ended" });
});

test("a renewed token is used at the next connect", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("token_renewed", { token: "token 3", expiresAt: joinAnswer().expires_at });
  expect(parts.token()).toBe("token 3");
});
