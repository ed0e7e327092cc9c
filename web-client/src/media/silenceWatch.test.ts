import { expect, test } from "vitest";
import { SilenceJudge } from "./silenceWatch";

/** What each reading says when the counters grow as told: `b`oth, only what is `s`ent, `n`either. */
function judged(readings: string): number[] {
  const judge = new SilenceJudge();
  const traffic = { sent: 0, received: 0 };
  const silences: number[] = [];
  [..."n", ...readings].forEach((reading, index) => {
    if (reading !== "n") traffic.sent += 100;
    if (reading === "b") traffic.received += 100;
    if (judge.reads({ ...traffic })) silences.push(index);
  });
  return silences;
}

test("three readings without an answer are a silence, told once", () => {
  expect(judged("bbbbbssssssss")).toEqual([8]);
  expect(judged("bbbbssbbbbb")).toEqual([]);
});

test("each silence after a lively time is told", () => {
  expect(judged("bbbbssssbbbbssss")).toEqual([7, 15]);
});

test("who sends nothing waits for no answer", () => {
  expect(judged("bbbbnnnnnnnn")).toEqual([]);
});

test("a path without a rhythm is not judged", () => {
  expect(judged("bssbssbsssssss")).toEqual([]);
});
