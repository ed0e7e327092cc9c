import { expect, test } from "vitest";
import type { Attendee, HistoryReport } from "../../protocol/history";
import { timelineOf } from "./timeline";
import { toldOf, verdictOf } from "./verdict";

const start = Date.parse("2026-11-21T10:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

function person(name: string, minutes: string[], stays = [{ from: at(0), to: at(120), gaps: [] }]): Attendee {
  const count = (letter: string) => [...minutes.join("")].filter((one) => one === letter).length * 10;
  return {
    id: name,
    display_name: name,
    role: "guest",
    present_s: 120,
    stays,
    connection: {
      join: { stage: "first_frame", path: null, advice: null },
      network_test: null,
      seconds: { good: count("g"), fair: count("f"), poor: count("p"), lost: count("l") },
      minutes: minutes.map((levels, index) => ({
        at: at(index * 60),
        levels,
        reason: "narrow_downlink",
        video: "full",
        figures: null,
      })),
      figures: null,
    },
  };
}

function report(people: Attendee[], duration_s = 120): HistoryReport {
  return {
    id: "1",
    at: at(0),
    created_at: at(0),
    starts_at: null,
    status: "ended",
    outcome: "held",
    mode: "video",
    title: null,
    doctor: { id: "d", name: "Dr A" },
    patient: null,
    met_at: at(0),
    parted_at: at(120),
    ended_at: at(120),
    duration_s,
    waited_s: 3,
    quality: "good",
    recordings: 0,
    participants: people,
    people,
  };
}

test("tens of seconds of one level are one stretch, within the stay", () => {
  const stay = [{ from: at(5), to: at(115), gaps: [] }];
  const [row] = timelineOf(report([person("Ana", ["gggppp", "pgg---"], stay)]))?.rows ?? [];
  const seconds = row?.stretches.map(({ from, to, level }) => [
    (from - start) / 1000,
    (to - start) / 1000,
    level,
  ]);
  expect(seconds).toEqual([
    [5, 30, "good"],
    [30, 70, "poor"],
    [70, 90, "good"],
    [90, 115, null],
  ]);
});

test("nobody there is no timeline", () => {
  expect(timelineOf(report([person("Ana", [], [])]))).toBeNull();
});

test("the one who fared worst decides, and what was worst is told", () => {
  const verdict = verdictOf(report([person("A", ["gggggg", "gggggg"]), person("B", ["ggpggf", "ppgggg"])]));
  expect(verdict.overall).toBe("poor");
  expect(verdict.worst).toMatchObject({ who: { id: "B" }, level: "poor", seconds: 30, times: 2 });
  expect(verdict.happenings.map(({ level }) => level)).toEqual(["poor", "fair", "poor"]);
});

test("of many happenings the longest are told, in order of time", () => {
  const people = [..."ABCDEFG"].map((name) => person(name, ["ggfggg", "gppggg"]));
  const told = toldOf(verdictOf(report(people)));
  expect(told.map(({ level }) => level)).toEqual([...Array(5).fill("fair"), ...Array(7).fill("poor")]);
});

test("a little that was less than good is good, and is still told", () => {
  const verdict = verdictOf(report([person("A", ["gggggg", "gggggf"])]));
  expect(verdict.overall).toBe("good");
  expect(verdict.worst).toMatchObject({ level: "fair", seconds: 10 });
});

test("a connection that was cut is not good", () => {
  const minutes = Array.from({ length: 20 }, () => "gggggg");
  expect(verdictOf(report([person("A", ["gglggg", ...minutes])])).overall).toBe("fair");
});

test("what was too short, and what nothing was measured of, is not judged", () => {
  expect(verdictOf(report([person("A", ["pppppp"])], 20))).toMatchObject({
    overall: null,
    tooShort: true,
    worst: null,
  });
  const blind = person("A", []);
  expect(verdictOf(report([{ ...blind, connection: null }])).overall).toBeNull();
});
