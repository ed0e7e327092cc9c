import { expect, test } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, doctor, joinAnswer, roomState, scene, settle } from "./testing/scene";

const since = "2026-11-21T10:26:00Z";
const waitingState = roomState({ hasMedia: false, lobby: { state: "waiting", since } });

/** Somebody with both devices on who was told to wait. */
async function waiting() {
  const parts = scene({ join: { ...joinAnswer(), lobby: "waiting" } });
  await parts.localMedia.open({ microphone: true, camera: true });
  parts.call.start();
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", waitingState);
  await settle();
  return parts;
}

test("who waits offers nothing and asks for no pictures, and says how the devices are", async () => {
  const { call, signaling } = await waiting();
  call.interest.setChoice("saver");
  await settle();
  expect(call.getSnapshot().lobby).toMatchObject({ state: "waiting", since });
  expect(signaling.dataOf("webrtc_offer")).toHaveLength(0);
  expect(signaling.dataOf("set_interest")).toHaveLength(0);
  const devices = { camera: "works", microphone: "works" };
  expect(signaling.dataOf("lobby_report")).toEqual([{ sessionId: "c", devices }]);
});

test("devices are told again when they change, and whole to a new socket", async () => {
  const { localMedia, signaling } = await waiting();
  await localMedia.setMicrophone(false);
  await localMedia.setCamera(false);
  const off = { sessionId: "c", devices: { camera: "off", microphone: "works" } };
  expect(signaling.dataOf("lobby_report").slice(1)).toEqual([off]);
  signaling.emit("room_state", waitingState);
  expect(signaling.dataOf("lobby_report").slice(2)).toEqual([off]);
});

test("who is let in goes on by themselves with what was on", async () => {
  const { call, signaling, localMedia } = await waiting();
  signaling.emit("room_state", roomState({ hasMedia: false, participants: [doctor] }));
  await settle();
  expect(signaling.dataOf("webrtc_offer")).toHaveLength(1);
  expect(call.getSnapshot().lobby.state).toBe("accepted");
  expect(localMedia.getSnapshot()).toMatchObject({ microphone: { on: true }, camera: { on: true } });
});

test("the doctor's word shows while one waits", async () => {
  const { call, signaling } = await waiting();
  const word = { message: "Five minutes late.", at: since };
  signaling.emit("lobby_message", { sessionId: "c", ...word });
  expect(call.getSnapshot().lobby.message).toEqual(word);
});

test("who is not let in has no call, and knows why", async () => {
  const { call, signaling, devices } = await waiting();
  const denial = { reason: "come_later" as const, message: "At noon." };
  signaling.emit("lobby_denied", { sessionId: "c", participantId: "p-self", ...denial });
  expect(call.getSnapshot()).toMatchObject({ end: { reason: "denied" }, lobby: { denial } });
  expect(devices.opened.every((track) => track.stopped)).toBe(true);
});

test("what is told of others who wait is not one's own", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("lobby_waiting", { sessionId: "c", participantId: "p-other", since });
  const denial = { reason: "other" as const, message: null };
  parts.signaling.emit("lobby_denied", { sessionId: "c", participantId: "p-other", ...denial });
  expect(parts.call.getSnapshot()).toMatchObject({ end: null, lobby: { state: "accepted" } });
});

test("who is put back sends nothing more until let in again", async () => {
  const parts = scene();
  await connect(parts);
  const before = FakeMediaHandler.newest;
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-self", reason: "put_back" });
  parts.signaling.emit("lobby_waiting", { sessionId: "c", participantId: "p-self", since });
  await settle();
  expect(before.closed).toBe(true);
  expect(parts.call.getSnapshot()).toMatchObject({ end: null, lobby: { state: "waiting", since } });
  const offers = parts.signaling.dataOf("webrtc_offer").length;
  parts.signaling.emit("room_state", roomState({ hasMedia: false }));
  await settle();
  expect(parts.signaling.dataOf("webrtc_offer")).toHaveLength(offers + 1);
});

test("a token that was sent away is not tried again", async () => {
  const parts = await waiting();
  parts.signaling.state({ name: "refused", code: "not_admitted" });
  expect(parts.call.getSnapshot().end?.reason).toBe("denied");
});

test("who closes the page's waiting room gives the place up", async () => {
  const parts = await waiting();
  parts.call.dispose();
  await settle();
  expect(parts.signaling.dataOf("leave")).toHaveLength(1);
});
