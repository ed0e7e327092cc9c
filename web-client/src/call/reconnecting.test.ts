import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a lost path shows at once and is restarted after two seconds", async () => {
  const parts = scene();
  await connect(parts);
  const handler = FakeMediaHandler.newest;
  handler.becomes("disconnected");
  expect(parts.call.getSnapshot().phase).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(1_900);
  expect(handler.offers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(handler.offers.at(-1)).toEqual({ iceRestart: true });
  handler.becomes("connected");
  expect(parts.call.getSnapshot().phase).toBe("connected");
});

test("a path that fell silent is restarted before ICE calls it lost", async () => {
  const parts = scene();
  await connect(parts);
  FakeMediaHandler.newest.fallsSilent();
  await settle();
  expect(FakeMediaHandler.made).toHaveLength(1);
  expect(FakeMediaHandler.newest.offers.at(-1)).toEqual({ iceRestart: true });
  expect(parts.call.getSnapshot().phase).toBe("connected");
});

test("a path that comes back by itself is left alone", async () => {
  const parts = scene();
  await connect(parts);
  FakeMediaHandler.newest.becomes("disconnected");
  FakeMediaHandler.newest.becomes("connected");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(FakeMediaHandler.newest.offers).toHaveLength(1);
});

test("restarts that do not help are followed by a new connection with the same tracks", async () => {
  const parts = scene();
  await connect(parts);
  const first = FakeMediaHandler.newest;
  first.becomes("failed");
  await vi.advanceTimersByTimeAsync(15_000);
  expect(FakeMediaHandler.made.length).toBeGreaterThan(1);
  expect(first.closed).toBe(true);
  expect(FakeMediaHandler.newest.sending).toEqual(first.sending);
  expect(parts.call.getSnapshot().mediaBlocked).toBe(true);
  FakeMediaHandler.newest.becomes("connected");
  expect(parts.call.getSnapshot()).toMatchObject({ phase: "connected", mediaBlocked: false });
});

test("media that the server closed is offered afresh", async () => {
  const parts = scene();
  await connect(parts);
  const first = FakeMediaHandler.newest;
  parts.signaling.emit("connection_state", { sessionId: "c", state: "closed" });
  await vi.advanceTimersByTimeAsync(10);
  expect(first.closed).toBe(true);
  expect(FakeMediaHandler.newest.offers).toEqual([{ iceRestart: false }]);
});

test("another participant's place gets a connection of its own", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("room_state", roomState({ participantId: "p-new" }));
  await settle();
  await vi.advanceTimersByTimeAsync(10);
  expect(FakeMediaHandler.made).toHaveLength(2);
});

test("after leaving nothing is tried any more", async () => {
  const parts = scene();
  await connect(parts);
  FakeMediaHandler.newest.becomes("disconnected");
  parts.call.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeMediaHandler.made).toHaveLength(1);
  expect(FakeMediaHandler.newest.offers).toHaveLength(1);
});
