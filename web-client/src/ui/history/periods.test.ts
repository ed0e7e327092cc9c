import { expect, test } from "vitest";
import { beginOf, daysOf, endOfToday } from "./periods";

test("a week is today and the six days before", () => {
  const now = new Date(2026, 2, 30, 15);
  const begin = beginOf("week", now);
  expect(begin).toEqual(new Date(2026, 2, 24));
  const days = daysOf(begin, endOfToday(now));
  expect(days).toHaveLength(7);
  expect([days[0], days.at(-1)]).toEqual(["2026-03-24", "2026-03-30"]);
});
