import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Join } from "../protocol/joining";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, doctor, roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const byTcp: Join = {
  stage: "packet_in",
  path: { transport: "tcp", family: "ipv4" },
  advice: "another_way",
};
const unreached: Join = { stage: "offer", path: null, advice: "unreached" };

test("the page tells that it runs, then that the first frame shows, each again on a new socket", async () => {
  const parts = scene();
  await connect(parts);
  const said = () => parts.signaling.dataOf("join_progress").map(({ stage }) => stage);
  expect(said()).toEqual(["page"]);
  FakeMediaHandler.newest.showsFrame();
  expect(said()).toEqual(["page", "first_frame"]);
  parts.signaling.state({ name: "disconnected" });
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await settle();
  expect(said()).toEqual(["page", "first_frame", "page", "first_frame"]);
});

test("what a former connection showed says nothing of the next", async () => {
  const parts = scene();
  await connect(parts);
  const former = FakeMediaHandler.newest;
  former.showsFrame();
  parts.signaling.emit("connection_state", { sessionId: "c", state: "closed" });
  await vi.advanceTimersByTimeAsync(10);
  expect(FakeMediaHandler.newest).not.toBe(former);
  former.showsFrame();
  parts.signaling.emit("room_state", roomState());
  const said = parts.signaling.dataOf("join_progress").map(({ stage }) => stage);
  expect(said).toEqual(["page", "first_frame", "page"]);
});

test("the own join is in the snapshot, another's advice on the tile", async () => {
  const parts = scene();
  const self = { ...doctor, participantId: "p-self", role: "patient" as const, join: unreached };
  await connect(parts, roomState({ participants: [doctor, self] }));
  expect(parts.call.getSnapshot().join).toEqual(unreached);
  expect(parts.call.getSnapshot().tiles[0]?.advice).toBeNull();
  parts.signaling.emit("join_diagnosis", { sessionId: "c", participantId: "p-self", ...byTcp });
  parts.signaling.emit("join_diagnosis", { sessionId: "c", participantId: "p-doctor", ...unreached });
  expect(parts.call.getSnapshot().join).toEqual(byTcp);
  expect(parts.call.getSnapshot().tiles[0]?.advice).toBe("unreached");
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-doctor", reason: "left" });
  parts.signaling.emit("participant_joined", { sessionId: "c", ...doctor });
  expect(parts.call.getSnapshot().tiles[0]?.advice).toBeNull();
});
