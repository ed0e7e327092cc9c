import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { roomState, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a refused offer is tried again on a new connection and its reason is known", async () => {
  const parts = scene();
  parts.signaling.refuseOffers = "media_full";
  parts.call.start();
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState());
  await settle();
  expect(parts.call.getSnapshot().mediaProblem).toBe("media_full");
  parts.signaling.refuseOffers = null;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(FakeMediaHandler.made).toHaveLength(2);
  expect(parts.call.getSnapshot().mediaProblem).toBeNull();
});
