import { expect, test } from "vitest";
import { connect, doctor, roomState, scene, settle } from "./testing/scene";

const handOf = (participantId: string, since: string | null) => ({
  sessionId: "c",
  participantId,
  raised: since !== null,
  since,
});
const at = (minute: number) => `2026-11-21T10:0${minute}:00Z`;

test("hands stand in the order in which they went up, as the server tells it", async () => {
  const parts = scene();
  const raised = () => parts.call.asides.hands.getSnapshot().raised;
  await connect(parts, roomState({ participants: [{ ...doctor, handSince: at(2) }] }));
  expect(raised()).toEqual(["p-doctor"]);
  parts.signaling.emit("hand_raised", handOf("p-guest", at(3)));
  parts.signaling.emit("hand_raised", handOf("p-self", at(1)));
  expect(raised()).toEqual(["p-self", "p-doctor", "p-guest"]);
  parts.signaling.emit("hand_raised", handOf("p-doctor", null));
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-guest", reason: "left" });
  expect(raised()).toEqual(["p-self"]);
  parts.signaling.emit("room_state", roomState({ participants: [doctor] }));
  expect(raised()).toEqual([]);
});

test("one raises the own hand, the doctor lowers another", async () => {
  const parts = scene();
  await connect(parts);
  const { hands } = parts.call.asides;
  await hands.raise(true);
  await hands.lower("p-guest");
  expect(parts.signaling.dataOf("raise_hand")).toEqual([
    { sessionId: "c", raised: true },
    { sessionId: "c", raised: false, participantId: "p-guest" },
  ]);
});

test("who is asked to mute is muted, says so, and unmutes by themselves", async () => {
  const parts = scene();
  await connect(parts);
  const { muteRequests } = parts.call.asides;
  parts.signaling.emit("track_mute_requested", {
    sessionId: "c",
    participantId: "p-self",
    source: "microphone",
  });
  await settle();
  expect(parts.localMedia.getSnapshot().microphone.on).toBe(false);
  expect(muteRequests.getSnapshot().mutedByDoctor).toBe(true);
  const muted = { sessionId: "c", source: "microphone", muted: true };
  expect(parts.signaling.dataOf("track_muted").at(-1)).toEqual(muted);
  await parts.call.toggleMicrophone();
  expect(parts.localMedia.getSnapshot().microphone.on).toBe(true);
  expect(muteRequests.getSnapshot().mutedByDoctor).toBe(false);
});

test("who is removed is out, with the devices off", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-self", reason: "removed" });
  await settle();
  expect(parts.call.getSnapshot().end?.reason).toBe("removed");
  expect(parts.localMedia.getSnapshot().microphone.track).toBeNull();
  expect(parts.signaling.closed).toBe(true);
});
