import { expect, test } from "vitest";
import { loudness } from "./microphoneLevel";

test("silence is nothing and a full wave is all", () => {
  expect(loudness(new Float32Array(64))).toBe(0);
  expect(loudness(new Float32Array(64).fill(1))).toBe(1);
});

test("speech lies between", () => {
  const level = loudness(new Float32Array(64).fill(0.03));
  expect(level).toBeGreaterThan(0.3);
  expect(level).toBeLessThan(0.6);
});
