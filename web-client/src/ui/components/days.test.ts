import { expect, test } from "vitest";
import { midnightOf, timeOf } from "./days";

test("a day begins at midnight and ends with the next, over the end of a month and a change of the clock", () => {
  const { from, to } = timeOf({ first: "2026-03-28", last: "2026-03-31" });
  expect(from).toEqual(new Date(2026, 2, 28));
  expect(to).toEqual(new Date(2026, 3, 1));
});

test.each(["", "2026-02-31", "tomorrow", "2026-1-1"])("%j is no bound", (day) => {
  expect(midnightOf(day)).toBeNull();
});
