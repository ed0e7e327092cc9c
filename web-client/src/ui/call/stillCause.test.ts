import { expect, test } from "vitest";
import { stillCause } from "./stillCause";

test("only the picture that stands still is said to pause", () => {
  expect(stillCause("paused", true)).toBe("paused");
  expect(stillCause("paused", false)).toBeNull();
});

test("where no picture is left all pause at once", () => {
  expect(stillCause("audio_only", false)).toBe("paused");
});

test("a picture that stands still for no known reason is frozen", () => {
  expect(stillCause("full", true)).toBe("frozen");
  expect(stillCause("slower", true)).toBe("frozen");
  expect(stillCause("full", false)).toBeNull();
});
