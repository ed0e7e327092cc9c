import { expect, test } from "vitest";
import { placeOf } from "./together";

test("a file plays from its begin on the recording's line to its end", () => {
  const late = { begins: 2_500, duration: 10 };
  expect([0, 2_499, 2_500, 12_500, 12_501].map((at) => placeOf(late, at))).toEqual([null, null, 0, 10, null]);
});

test("a file whose end is not known plays on", () => {
  expect(placeOf({ begins: 0, duration: Number.POSITIVE_INFINITY }, 90_000)).toBe(90);
});
