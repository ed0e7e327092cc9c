import { expect, test } from "vitest";
import { beginOf, daysOf, endOfToday, summable } from "./periods";

test("a week is today and the six days before", () => {
  const now = new Date(2026, 2, 30, 15);
  const begin = beginOf("week", now);
  expect(begin).toEqual(new Date(2026, 2, 24));
  const days = daysOf(begin, endOfToday(now));
  expect(days).toHaveLength(7);
  expect([days[0], days.at(-1)]).toEqual(["2026-03-24", "2026-03-30"]);
});

test("a time is summed up that has a begin and is no longer than a year", () => {
  const now = new Date(2026, 2, 30, 15);
  const from = new Date(2026, 2, 1);
  expect(summable({ from, to: null }, now)).toEqual({ from, to: new Date(2026, 2, 31) });
  expect(summable({ from: null, to: now }, now)).toBeNull();
  expect(summable({ from: new Date(2025, 2, 1), to: null }, now)).toBeNull();
  expect(summable({ from: new Date(2026, 3, 1), to: from }, now)).toBeNull();
});
