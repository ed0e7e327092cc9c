import { expect, test, vi } from "vitest";
import { Interest } from "./interest";
import { FakeSignaling } from "./testing/fakeSignaling";

test("a pinned picture is told as such, and no longer when it is not", () => {
  vi.useFakeTimers();
  const signaling = new FakeSignaling();
  signaling.state({ name: "connected" });
  const interest = new Interest(signaling, "c");
  interest.repeat();
  const pass = () => vi.advanceTimersByTime(300);
  interest.show("a", "camera", 200);
  interest.show("b", "camera", 200);
  pass();
  interest.pin({ participantId: "b", source: "camera" });
  pass();
  interest.pin(null);
  pass();
  vi.useRealTimers();
  const pinned = signaling.dataOf("set_interest").map(({ pictures }) => pictures.map((one) => one.pinned));
  expect(pinned).toEqual([
    [undefined, undefined],
    [undefined, true],
    [undefined, undefined],
  ]);
});
