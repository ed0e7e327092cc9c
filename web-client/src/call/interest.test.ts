import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Interest } from "./interest";
import { FakeSignaling } from "./testing/fakeSignaling";
import { settle } from "./testing/scene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function page() {
  const signaling = new FakeSignaling();
  signaling.state({ name: "connected" });
  const interest = new Interest(signaling, "c");
  const show = (height: number, participantId = "a") => interest.show(participantId, "camera", height);
  const said = () => {
    vi.advanceTimersByTime(20);
    return signaling
      .dataOf("set_interest")
      .map(({ pictures }) =>
        pictures.map(({ participantId, height }) => `${participantId} ${height}`).join(),
      );
  };
  return { signaling, interest, show, said };
}

test("nothing is said before the place is taken, then at once", () => {
  const { interest, show, said } = page();
  show(359.6);
  expect(said()).toEqual([]);
  interest.repeat();
  expect(said()).toEqual(["a 360"]);
});

test("growing is said at once, yet not with every step of it; shrinking waits", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(200);
  expect(said()).toEqual(["a 200"]);
  for (const height of [210, 220, 230]) show(height);
  expect(said()).toEqual(["a 200"]);
  vi.advanceTimersByTime(300);
  expect(said()).toEqual(["a 200", "a 230"]);
  vi.advanceTimersByTime(1_000);
  show(500);
  expect(said().at(-1)).toBe("a 500");
  vi.advanceTimersByTime(1_000);
  for (const height of [400, 300, 100]) show(height);
  expect(said().at(-1)).toBe("a 500");
  vi.advanceTimersByTime(300);
  expect(said().slice(-2)).toEqual(["a 500", "a 100"]);
});

test("the same is not said twice", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(200);
  vi.advanceTimersByTime(1_000);
  show(100);
  show(200);
  vi.advanceTimersByTime(1_000);
  expect(said()).toEqual(["a 200"]);
});

test("a picture that goes is no longer named, also where another comes in its place", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(200);
  vi.advanceTimersByTime(1_000);
  interest.remove("a", "camera");
  show(0, "b");
  vi.advanceTimersByTime(300);
  expect(said()).toEqual(["a 200", "b 0"]);
});

test("tiles that change places are told of as one", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(700, "a");
  show(100, "b");
  expect(said()).toEqual(["a 700,b 100"]);
  vi.advanceTimersByTime(1_000);
  interest.remove("a", "camera");
  interest.remove("b", "camera");
  show(700, "b");
  show(100, "a");
  expect(said().slice(1)).toEqual(["b 700,a 100"]);
});

test("a page hidden for two seconds shows nothing, and everything as soon as it is back", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(200);
  interest.setVisible(false);
  vi.advanceTimersByTime(1_900);
  interest.setVisible(true);
  vi.advanceTimersByTime(5_000);
  expect(said()).toEqual(["a 200"]);
  interest.setVisible(false);
  vi.advanceTimersByTime(2_300);
  expect(said().at(-1)).toBe("a 0");
  vi.advanceTimersByTime(1_000);
  interest.setVisible(true);
  expect(said().at(-1)).toBe("a 200");
});

test("little data means small pictures, sound alone none", () => {
  const { interest, show, said } = page();
  interest.repeat();
  show(720);
  expect(said()).toEqual(["a 720"]);
  interest.setChoice("saver");
  vi.advanceTimersByTime(300);
  interest.setChoice("audio");
  vi.advanceTimersByTime(300);
  expect(said()).toEqual(["a 720", "a 180", "a 0"]);
});

test("what was refused is said again, what cannot be said waits for the socket", async () => {
  const { signaling, interest, show, said } = page();
  interest.repeat();
  signaling.state({ name: "disconnected" });
  show(200);
  expect(said()).toEqual([]);
  await settle();
  signaling.state({ name: "connected" });
  vi.advanceTimersByTime(2_000);
  expect(said()).toEqual(["a 200"]);
  interest.rest();
  show(400);
  vi.advanceTimersByTime(10_000);
  expect(said()).toEqual(["a 200"]);
  interest.repeat();
  expect(said()).toEqual(["a 200", "a 400"]);
});
