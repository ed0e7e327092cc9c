import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../protocol/apiError";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, joinAnswer, scene, settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
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

test("the end for all ends the call and names who ended it", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("consultation_updated", {
    id: "c",
    status: "ended",
    mode: "video",
    title: null,
    waitingRoom: true,
    endedBy: { role: "doctor", displayName: "Dr A" },
  });
  const by = { role: "doctor", displayName: "Dr A" };
  expect(parts.call.getSnapshot().end).toMatchObject({ reason: "consultation-ended", by });
});

test("a refused token is replaced by joining anew", async () => {
  const onAccess = vi.fn();
  const parts = scene({ onAccess });
  parts.call.start();
  parts.signaling.state({ name: "refused", code: "token_expired" });
  await vi.advanceTimersByTimeAsync(10);
  expect(parts.signaling.connects).toBe(2);
  expect(parts.token()).toBe("token 2");
  expect(onAccess).toHaveBeenCalledWith({ token: "token 2", iceServers: [] });
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
  const iceServers = [{ urls: "turn:192.0.2.1" }];
  parts.signaling.emit("token_renewed", { token: "token 3", expiresAt: joinAnswer().expires_at, iceServers });
  expect(parts.token()).toBe("token 3");
  // The credentials of the relays serve the next path, or the next connection.
  expect(FakeMediaHandler.newest.options.iceServers()).toEqual(iceServers);
});

test("another tab that takes the place over ends the call here, without giving the place up", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("connection_state", { sessionId: "c", state: "closed", cause: "replaced" });
  expect(parts.call.getSnapshot().end?.reason).toBe("replaced");
  parts.call.dispose();
  await settle();
  expect(parts.signaling.dataOf("leave")).toHaveLength(0);
});

test("a place given away after a long absence is asked for anew", async () => {
  const parts = scene();
  await connect(parts);
  parts.signaling.emit("participant_left", { sessionId: "c", participantId: "p-self", reason: "timeout" });
  await vi.advanceTimersByTimeAsync(10);
  expect(parts.token()).toBe("token 2");
});

test("a network that is away does not end the call while it waits for a new place", async () => {
  let tries = 0;
  const rejoin = () => {
    tries += 1;
    return tries < 3
      ? Promise.reject(new ApiError("unreachable"))
      : Promise.resolve(joinAnswer("video", "late"));
  };
  const parts = scene({ rejoin });
  parts.call.start();
  parts.signaling.state({ name: "refused", code: "token_expired" });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(parts.token()).toBe("late");
});
