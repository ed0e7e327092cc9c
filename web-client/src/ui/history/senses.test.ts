import { expect, test } from "vitest";
import { flowOf, topOf } from "./flow";
import { readerOf, secondsOf, sensesOf } from "./senses";
import { at, attendee, minute, report, start } from "./testing";
import { ticksOf } from "./ticks";

const ana = attendee("Ana", [
  minute(0, "gggggg", { sound_mos: 4.3, picture_mos: 4.1 }),
  minute(1, "ggffgg", { sound_mos: 3.5, picture_mos: 4.1 }, "narrow_downlink"),
]);
const doctor = {
  ...attendee("Dr A", [
    minute(0, "gggggg", { sound_mos: 4.3, picture_mos: 2.5, video_kbit_s: 1400 }),
    minute(1, "gggggl", { sound_mos: 4.3, picture_mos: 4.2, video_kbit_s: 200 }),
  ]),
  role: "doctor" as const,
};

const told = (people: (typeof ana)[], reader = people[0] ?? null) =>
  sensesOf(report(people), reader).map(({ kind, by, of, stretches }) => [
    kind,
    by.id,
    of?.id ?? null,
    secondsOf(stretches),
  ]);

test("each way has the worst of its score and of what was said of the connection", () => {
  expect(told([doctor, ana])).toEqual([
    [
      "heard",
      "Dr A",
      "Ana",
      [
        ["good", 110],
        ["lost", 10],
      ],
    ],
    [
      "saw",
      "Dr A",
      "Ana",
      [
        ["good", 50],
        ["poor", 60],
        ["lost", 10],
      ],
    ],
    // While the doctor was gone nothing came from them.
    [
      "heard",
      "Ana",
      "Dr A",
      [
        ["good", 60],
        ["fair", 50],
        ["lost", 10],
      ],
    ],
    [
      "saw",
      "Ana",
      "Dr A",
      [
        ["good", 90],
        ["fair", 20],
        ["lost", 10],
      ],
    ],
  ]);
});

test("what a sender lost on the way up is what the other one saw", () => {
  const lossy = attendee("Ana", [minute(0, "ffgggg", { sound_mos: 4.3, picture_mos: 4.1 }, "uplink_loss")]);
  const whole = attendee("Bo", [minute(0, "gggggg", { sound_mos: 4.3, picture_mos: 4.1 })]);
  expect(told([whole, lossy]).map(([, , , seconds]) => seconds)).toEqual([
    [["good", 60]],
    [
      ["good", 40],
      ["fair", 20],
    ],
    [["good", 60]],
    [["good", 60]],
  ]);
});

test("a picture that was never measured is not drawn, and several others are one", () => {
  const heard = attendee("Bo", [minute(0, "gggggg", { sound_mos: 4.3 })]);
  const blind = attendee("Cy", [minute(0, "gggggg", {})]);
  expect(told([heard, doctor, blind]).map(([kind, by, of]) => [kind, by, of])).toEqual([
    ["heard", "Bo", null],
    ["heard", "Dr A", null],
    ["saw", "Dr A", null],
  ]);
});

test("the doctor reads as the doctor, whoever sees one connection alone as its owner, others as nobody", () => {
  expect(readerOf(report([doctor, ana]), "d")).toBe(doctor);
  expect(readerOf(report([{ ...doctor, connection: null }, ana]), "p")).toBe(ana);
  expect(readerOf(report([doctor, ana]), "admin")).toBeNull();
});

test("bit rates are a line through the minutes, with gaps", () => {
  const rates = [900, null, 450, 1800].map((video_kbit_s, index) =>
    minute(index, "gggggg", { video_kbit_s }),
  );
  const flow = flowOf(attendee("Ana", rates), { from: start, to: Date.parse(at(240)) }, [240, 80]);
  expect(flow).toMatchObject({
    top: 1800,
    mean: 1050,
    least: 450,
    line: "M0 40L30 40L60 40M120 60L150 60L210 0L240 0",
  });
  expect(flowOf(attendee("Ana", [minute(0, "gggggg", {})]), { from: 0, to: 1 }, [1, 1])).toBeNull();
});

test("a scale ends with a round number", () => {
  expect([1, 99, 150, 1400, 1900, 9500].map(topOf)).toEqual([100, 100, 180, 1800, 2000, 10_000]);
});

test("times come at most seven, none twice", () => {
  expect(ticksOf({ from: 0, to: 600_000 })).toHaveLength(7);
  expect(ticksOf({ from: 0, to: 119_000 })).toEqual([0, 119_000]);
  expect(ticksOf({ from: 5, to: 30_000 })).toEqual([5]);
});
