import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("media that the server gave up while no word came through is offered afresh", async () => {
  const parts = scene();
  await connect(parts);
  const first = FakeMediaHandler.newest;
  first.becomes("failed");
  parts.signaling.state({ name: "disconnected" });
  await vi.advanceTimersByTimeAsync(60_000);
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState({ hasMedia: false }));
  await settle();
  expect(first.closed).toBe(true);
  expect(FakeMediaHandler.newest.offers).toEqual([{ iceRestart: false }]);
});

test("a lost socket alone is no reconnecting, and is not followed by an offer", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.state({ name: "disconnected" });
  expect(parts.call.getSnapshot()).toMatchObject({ phase: "connected", signalingLost: true });
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await vi.advanceTimersByTimeAsync(20_000);
  expect(parts.call.getSnapshot()).toMatchObject({ phase: "connected", signalingLost: false });
  expect(FakeMediaHandler.made).toHaveLength(1);
  expect(FakeMediaHandler.newest.offers).toHaveLength(1);
});

test("what is muted is told again after the socket came back", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.state({ name: "disconnected" });
  await parts.call.toggleMicrophone();
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await settle();
  const told = parts.signaling.dataOf("track_muted").filter(({ source }) => source === "microphone");
  expect(told.at(-1)?.muted).toBe(true);
});

test("media and socket lost together: the offer waits for the socket", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.state({ name: "disconnected" });
  FakeMediaHandler.newest.becomes("disconnected");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(FakeMediaHandler.newest.offers).toHaveLength(1);
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await settle();
  expect(FakeMediaHandler.newest.offers.at(-1)).toEqual({ iceRestart: true });
});

test("an offer whose answer was lost with the socket is made again", async () => {
  const parts = scene();
  await connect(parts);
  FakeMediaHandler.newest.awaitsAnswer = true;
  parts.signaling.state({ name: "disconnected" });
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await settle();
  expect(FakeMediaHandler.newest.offers).toHaveLength(2);
  expect(FakeMediaHandler.newest.awaitsAnswer).toBe(false);
});

test("a page that is looked at again says what it shows, or how its devices are, so that a dead socket is found", async () => {
  const inside = scene();
  await connect(inside);
  inside.call.interest.show("p-doctor", "camera", 360);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(inside.signaling.dataOf("set_interest")).toHaveLength(1);
  inside.call.pageShown();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(inside.signaling.dataOf("set_interest")).toHaveLength(2);

  const outside = scene();
  await outside.localMedia.open({ microphone: true, camera: true });
  outside.call.start();
  outside.signaling.state({ name: "connected" });
  outside.signaling.emit("room_state", roomState({ lobby: { state: "waiting" } }));
  expect(outside.signaling.dataOf("lobby_report")).toHaveLength(1);
  outside.call.pageShown();
  expect(outside.signaling.dataOf("lobby_report")).toHaveLength(2);
});
