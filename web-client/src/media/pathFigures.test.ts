import { expect, test } from "vitest";
import { figuresOf, type Report, type Sample, sampleOf } from "./pathFigures";

const sender: Report[] = [
  { type: "outbound-rtp", kind: "video", bytesSent: 1000, headerBytesSent: 100, packetsSent: 10 },
  { type: "outbound-rtp", kind: "audio", bytesSent: 50, headerBytesSent: 20, packetsSent: 5 },
  { type: "remote-inbound-rtp", kind: "video", packetsLost: 2, jitter: 0.5, roundTripTime: 0.08 },
  { type: "remote-inbound-rtp", kind: "audio", packetsLost: -1, jitter: 0.004 },
  { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
  { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.03 },
];
const receiver: Report[] = [
  {
    type: "inbound-rtp",
    kind: "video",
    bytesReceived: 900,
    headerBytesReceived: 90,
    packetsReceived: 9,
    jitter: 1,
  },
  {
    type: "inbound-rtp",
    kind: "audio",
    bytesReceived: 50,
    packetsReceived: 5,
    packetsLost: 1,
    jitter: 0.006,
  },
  { type: "codec" },
];

test("the counters of all lines are added up", () => {
  expect(sampleOf(7, sender, receiver)).toEqual({
    at: 7,
    bytesSent: 1170,
    bytesReceived: 1040,
    packetsSent: 15,
    packetsReceived: 14,
    lostUp: 2,
    lostRoundTrip: 1,
    jitter: 0.006,
    roundTrip: 0.03,
  } satisfies Sample);
});

test("what no report tells stays unknown", () => {
  const { lostUp, roundTrip } = sampleOf(
    0,
    sender.filter(({ type }) => type === "outbound-rtp"),
    [],
  );
  expect([lostUp, roundTrip]).toEqual([null, null]);
  const withoutPair = sampleOf(
    0,
    sender.filter(({ type }) => type !== "candidate-pair"),
    [],
  );
  expect(withoutPair.roundTrip).toBe(0.08);
});

/** A second of so many kbit/s in packets of 1000 bytes. */
function second(before: Sample, up: number, down: number, lost: number): Sample {
  return {
    at: before.at + 1000,
    bytesSent: before.bytesSent + up * 125,
    bytesReceived: before.bytesReceived + down * 125,
    packetsSent: before.packetsSent + up / 8,
    packetsReceived: before.packetsReceived + down / 8,
    lostUp: (before.lostUp ?? 0) + lost,
    lostRoundTrip: before.lostRoundTrip + lost,
    jitter: 0.01,
    roundTrip: 0.04,
  };
}

const zero = sampleOf(0, [], []);

test("bit rates are those of the second half, losses those of the whole time", () => {
  const samples = [zero];
  for (const [up, down] of [
    [400, 320],
    [800, 720],
    [1600, 1520],
    [1600, 1520],
  ] as const)
    samples.push(second(samples.at(-1) ?? zero, up, down, 10));
  expect(figuresOf(samples)).toEqual({
    up_kbit_s: 1600,
    down_kbit_s: 1520,
    up_loss_permille: Math.round(40_000 / 550),
    round_trip_loss_permille: Math.round(40_000 / (510 + 40)),
    jitter_ms: 10,
    rtt_ms: 40,
  });
});

test("packets after the server's last report are not taken for arrived", () => {
  const told = second(zero, 800, 800, 20);
  const silent = { ...second(told, 800, 800, 0), lostUp: told.lostUp };
  expect(figuresOf([zero, told, silent])?.up_loss_permille).toBe(200);
});

test("without media back there are no figures", () => {
  const sent = second(zero, 800, 0, 0);
  expect(figuresOf([zero, sent, second(sent, 800, 0, 0)])).toBeNull();
  expect(figuresOf([zero])).toBeNull();
  expect(figuresOf([])).toBeNull();
});

test("figures that nobody told are not made up", () => {
  const silent = (sample: Sample): Sample => ({ ...sample, lostUp: null, roundTrip: null });
  const one = second(zero, 800, 800, 0);
  const figures = figuresOf([zero, one, second(one, 800, 800, 0)].map(silent));
  expect([figures?.up_loss_permille, figures?.rtt_ms]).toEqual([null, null]);
  expect(figures?.up_kbit_s).toBe(800);
});
