import { expect, test } from "vitest";
import type { Attendee } from "../../protocol/history";
import { measuredOf, wordOf } from "./scores";
import { attendee, minute } from "./testing";

test("a score has a word", () => {
  expect([5, 3.96, 3.94, 3.06, 3.04, 1].map(wordOf)).toEqual([
    "good",
    "good",
    "fair",
    "fair",
    "poor",
    "poor",
  ]);
});

test("of whom nothing was measured is not shown", () => {
  const blind = attendee("B", [minute(0, "gggggg", {})]);
  const people: Attendee[] = [
    { ...blind, connection: null },
    blind,
    attendee("A", [minute(0, "gggggg", { sound_mos: 4 })]),
  ];
  expect(measuredOf(people).map(({ person }) => person.id)).toEqual(["A"]);
});
