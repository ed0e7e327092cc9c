import { expect, test } from "vitest";
import { FirstFrame } from "./firstFrame";

const report = (...lines: object[]) =>
  new Map(lines.map((line, index) => [String(index), line])) as unknown as RTCStatsReport;
const picture = (framesDecoded: number) => ({ type: "inbound-rtp", kind: "video", framesDecoded });
const sound = (jitterBufferEmittedCount?: number) => ({
  type: "inbound-rtp",
  kind: "audio",
  jitterBufferEmittedCount,
});

test("the first decoded picture is told once", () => {
  const first = new FirstFrame(true);
  expect(first.comes(report(sound(960), picture(0)))).toBe(false);
  expect(first.comes(report(picture(0), picture(1)))).toBe(true);
  expect(first.comes(report(picture(9)))).toBe(false);
});

test("without pictures it is the first sound", () => {
  const first = new FirstFrame(false);
  expect(first.comes(report(picture(9), sound()))).toBe(false);
  expect(first.comes(report(sound(960)))).toBe(true);
});
