import { expect, test } from "vitest";
import { adviceOf } from "./advice";
import { at, attendee, minute, report, start } from "./testing";
import { timelineOf, unknownOf } from "./timeline";
import { toldOf, verdictOf } from "./verdict";

const person = (name: string, letters: string[], stays = [{ from: at(0), to: at(120), gaps: [] }]) =>
  attendee(
    name,
    letters.map((levels, index) => minute(index, levels, {}, "narrow_downlink")),
    stays,
  );

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

test("a minute of which nothing is known is told", () => {
  const timeline = timelineOf(
    report([person("Ana", ["gggggg", "------"]), person("Bo", ["gggggg", "gg----"])]),
  );
  expect(timeline && unknownOf(timeline)).toMatchObject([{ person: { id: "Ana" }, from: start + 60_000 }]);
});

test("what was worst is told with its cause and its times", () => {
  const verdict = verdictOf(report([person("A", ["gggggg", "gggggg"]), person("B", ["ggpggf", "ppgggg"])]));
  expect(verdict.worst).toMatchObject({
    who: { id: "B" },
    level: "poor",
    seconds: 30,
    cause: "narrow_downlink",
  });
  expect(verdict.worst?.times.map((time) => (time - start) / 1000)).toEqual([20, 60]);
  expect(verdict.happenings.map(({ level }) => level)).toEqual(["poor", "fair", "poor"]);
});

test("of many happenings the longest are told, in order of time", () => {
  const people = [..."ABCDEFG"].map((name) => person(name, ["ggfggg", "gppggg"]));
  const told = toldOf(verdictOf(report(people)));
  const levels = told.flatMap(({ parts }) => parts.map(({ level }) => level));
  expect(levels).toEqual([...Array(5).fill("fair"), ...Array(7).fill("poor")]);
});

test("what follows at once for the same person is one happening", () => {
  const [told, ...more] = toldOf(verdictOf(report([person("A", ["gglfpp", "fggggg"])])));
  expect(more).toEqual([]);
  expect(told?.parts.map(({ level }) => level)).toEqual(["lost", "fair", "poor", "fair"]);
  expect((told?.to ?? 0) - (told?.from ?? 0)).toBe(50_000);
});

test("what was too short is not judged", () => {
  const verdict = verdictOf(report([person("A", ["pppppp"])], { duration_s: 20, quality: null }));
  expect(verdict).toMatchObject({ overall: null, tooShort: true, worst: null });
});

test("advice follows what was measured: the cause, else the way, else none", () => {
  const cut = (reason: "delay" | null) => attendee("A", [minute(0, "gglggg", {}, reason)]);
  const detoured = cut(null);
  if (detoured.connection) detoured.connection.join.path = { transport: "turn_tls", family: "ipv4" };
  const words = [cut("delay"), detoured, cut(null), attendee("A", [minute(0, "gggggg", {})])].map(
    (one) => adviceOf(verdictOf(report([one])))?.word,
  );
  expect(words).toEqual(["delay", "detour", "unknown", undefined]);
});
