import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect, scene, settle } from "./testing/scene";

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
