import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, roomState, scene, settle } from "./testing/scene";

function storage(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is chosen holds for the next call on this device", async () => {
  const preferences = storage();
  const first = scene({ preferences });
  await connect(first);
  expect(first.call.getSnapshot().videoChoice).toBe("auto");
  await first.call.setVideoChoice("saver");
  const next = scene({ preferences });
  expect(next.call.getSnapshot().videoChoice).toBe("saver");
  await connect(next);
  next.call.interest.show("p-doctor", "camera", 720);
  await vi.runOnlyPendingTimersAsync();
  expect(next.signaling.dataOf("set_interest").at(-1)?.pictures[0]?.height).toBe(180);
});

test("who saves data sends the smallest size alone, also by a new connection, until they choose otherwise", async () => {
  const parts = scene({ preferences: storage() });
  await connect(parts);
  const first = FakeMediaHandler.newest;
  const want = (layers: number) =>
    parts.signaling.emit("layers_wanted", { sessionId: "c", mid: "1", layers });
  want(3);
  expect(first.layers.get("camera")).toBe(3);
  await parts.call.setVideoChoice("saver");
  expect(first.layers.get("camera")).toBe(1);
  want(2);
  expect(first.layers.get("camera")).toBe(1);
  await parts.call.setVideoChoice("auto");
  expect(first.layers.get("camera")).toBe(2);

  await parts.call.setVideoChoice("saver");
  parts.signaling.state({ name: "disconnected" });
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", roomState({ hasMedia: false }));
  await vi.runOnlyPendingTimersAsync();
  await settle();
  expect(FakeMediaHandler.newest).not.toBe(first);
  expect(FakeMediaHandler.newest.layers.get("camera")).toBe(1);
});

test("the camera brings the pictures back, and that is remembered too", async () => {
  const preferences = storage({ "vestibule.video-choice": "audio" });
  const { call, localMedia } = scene({ preferences });
  expect(call.getSnapshot().videoChoice).toBe("audio");
  await call.toggleCamera();
  await settle();
  expect(localMedia.getSnapshot().camera.on).toBe(true);
  expect(call.getSnapshot().videoChoice).toBe("auto");
  expect(preferences.kept).toEqual({ "vestibule.video-choice": "auto" });
});

test("a call without pictures, or a word that nobody knows, begins as usual", () => {
  const audio = scene({ mode: "audio", preferences: storage({ "vestibule.video-choice": "audio" }) });
  expect(audio.call.getSnapshot().videoChoice).toBe("auto");
  const odd = scene({ preferences: storage({ "vestibule.video-choice": "8k" }) });
  expect(odd.call.getSnapshot().videoChoice).toBe("auto");
});
