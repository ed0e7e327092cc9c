import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Connection, Quality, VideoStep } from "../protocol/events";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, doctor, roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const state = (quality: Quality | null, video: VideoStep = "full"): Connection => ({
  quality,
  reason: quality === "good" || quality === null ? null : "narrow_downlink",
  video,
});

async function callWith(quality: Quality | null) {
  const parts = scene();
  const participants = ["p-doctor", "p-self"].map((participantId) => ({
    ...doctor,
    participantId,
    connection: state(quality),
  }));
  await connect(parts, roomState({ participants }));
  const hear = (next: Connection, participantId = "p-doctor") =>
    parts.signaling.emit("connection_quality", { sessionId: "c", participantId, ...next });
  const shown = () => parts.call.getSnapshot().tiles[0]?.connection;
  return { ...parts, hear, shown };
}

test("a state shows once it has lasted for five seconds", async () => {
  const { hear, shown } = await callWith("good");
  hear(state("poor"));
  vi.advanceTimersByTime(4_900);
  expect(shown()).toEqual(state("good"));
  vi.advanceTimersByTime(100);
  expect(shown()).toEqual(state("poor"));
});

test("a state that passes shows never, one that changes only its step is not put off", async () => {
  const { hear, shown } = await callWith("good");
  hear(state("fair"));
  vi.advanceTimersByTime(3_000);
  hear(state("good"));
  vi.advanceTimersByTime(10_000);
  expect(shown()).toEqual(state("good"));
  hear(state("poor", "smaller"));
  vi.advanceTimersByTime(3_000);
  hear(state("poor", "paused"));
  vi.advanceTimersByTime(2_000);
  expect(shown()).toEqual(state("poor", "paused"));
});

test("what becomes known, or is known no more, shows at once", async () => {
  const { hear, shown } = await callWith(null);
  hear(state("fair"));
  expect(shown()).toEqual(state("fair"));
  hear(state("poor"));
  hear(state(null));
  expect(shown()).toEqual(state(null));
  vi.advanceTimersByTime(10_000);
  expect(shown()).toEqual(state(null));
});

test("the own connection is in the snapshot, also after a reload", async () => {
  const { call, hear } = await callWith("fair");
  expect(call.getSnapshot().connection).toEqual(state("fair"));
  hear(state("lost"), "p-self");
  vi.advanceTimersByTime(5_000);
  expect(call.getSnapshot().connection).toEqual(state("lost"));
});

test("only what somebody takes of the own picture is encoded", async () => {
  const { signaling } = await callWith("good");
  const handler = FakeMediaHandler.newest;
  signaling.emit("layers_wanted", { sessionId: "c", mid: "1", layers: 2 });
  expect([...handler.layers]).toEqual([["camera", 2]]);
  signaling.emit("layers_wanted", { sessionId: "c", mid: "9", layers: 1 });
  expect([...handler.layers]).toEqual([["camera", 2]]);
  signaling.emit("room_state", roomState({ layersWanted: [{ mid: "1", layers: 0 }] }));
  expect([...handler.layers]).toEqual([["camera", 0]]);
  signaling.emit("connection_state", { sessionId: "c", state: "closed" });
  await vi.advanceTimersByTimeAsync(10);
  await settle();
  expect(FakeMediaHandler.newest.layers.size).toBe(0);
});
