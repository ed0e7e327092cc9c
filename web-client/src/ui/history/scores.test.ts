import { expect, test } from "vitest";
import type { Attendee, Figures } from "../../protocol/history";
import { type Measured, measuredOf, stepsOf, wordOf } from "./scores";

const start = Date.parse("2026-11-21T10:00:00Z");

function figures(sound: number | null): Figures {
  const leg = {
    loss_permille: 0,
    jitter_ms: 1,
    sound_mos: sound,
    picture_mos: null,
    video_kbit_s: null,
    frozen_permille: null,
    missing_permille: null,
  };
  return { rtt_ms: 20, up: leg, down: leg };
}

function measured(scores: [minute: number, sound: number | null][]): Measured {
  const minutes = scores.map(([at, sound]) => ({
    at: new Date(start + at * 60_000).toISOString(),
    levels: "gggggg",
    reason: null,
    video: "full" as const,
    figures: figures(sound),
  }));
  return { person: {} as Attendee, figures: figures(4), minutes };
}

test("minutes in a row are joined, those without a score are gaps", () => {
  const line = measured([
    [0, 5],
    [1, 3],
    [2, null],
    [3, 1],
  ]);
  const span = { from: start + 30_000, to: start + 210_000 };
  // Half a minute of the first and of the last is within three minutes of 60 wide each.
  expect(stepsOf(line, "sound_mos", span, [180, 40])).toBe("M0 0H30V20H90M150 40H180");
  expect(stepsOf(line, "picture_mos", span, [180, 40])).toBe("");
});

test("what lies outside of the span is left out", () => {
  const span = { from: start, to: start + 60_000 };
  expect(
    stepsOf(
      measured([
        [-1, 4],
        [1, 4],
      ]),
      "sound_mos",
      span,
      [60, 40],
    ),
  ).toBe("");
});

test("a score has a word", () => {
  expect([5, 4, 3.99, 3.1, 3.09, 1].map(wordOf)).toEqual(["good", "good", "fair", "fair", "poor", "poor"]);
});

test("of whom nothing was measured is not shown", () => {
  const connection = (known: Figures | null) => ({ figures: known, minutes: measured([[0, 4]]).minutes });
  const people = [null, connection(null), connection(figures(4))].map(
    (one) => ({ connection: one }) as unknown as Attendee,
  );
  expect(measuredOf(people)).toHaveLength(1);
});
