import { expect, test } from "vitest";
import { MutedSpeech } from "./mutedSpeech";

/** Levels a tenth of a second apart. */
function told(levels: number[]): boolean[] {
  const speech = new MutedSpeech();
  return levels.map((level, index) => speech.hear(level, index * 100));
}

const times = (count: number, level: number) => Array.from({ length: count }, () => level);

test("speech is noticed within half a second, pauses between words included", () => {
  expect(told(times(5, 0.6))).toEqual([false, false, false, false, true]);
  expect(told([0.5, 0.5, 0.1, 0.5, 0.5, 0.1, 0.5, 0.5, 0.5]).at(-1)).toBe(true);
});

test("a cough, a door and a quiet room are no speech", () => {
  expect(told([...times(3, 0.9), ...times(20, 0), ...times(3, 0.9), ...times(20, 0.2)])).not.toContain(true);
});

test("the hint stays four seconds after the last word", () => {
  const levels = told([...times(5, 0.6), ...times(45, 0)]);
  expect(levels[4 + 39]).toBe(true);
  expect(levels[4 + 40]).toBe(false);
});
