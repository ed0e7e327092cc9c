import type { PathFigures } from "../protocol/networkTest";

/** What the two connections of a path have counted by a moment; times in seconds. */
export interface Sample {
  /** Milliseconds of any clock. */
  at: number;
  /** Bytes of RTP with their headers. */
  bytesSent: number;
  bytesReceived: number;
  packetsSent: number;
  packetsReceived: number;
  /** As the server reports; null before it has. */
  lostUp: number | null;
  lostRoundTrip: number;
  jitter: number;
  /** Null where the browser does not tell. */
  roundTrip: number | null;
}

const nothing: Omit<Sample, "at"> = {
  bytesSent: 0,
  bytesReceived: 0,
  packetsSent: 0,
  packetsReceived: 0,
  lostUp: null,
  lostRoundTrip: 0,
  jitter: 0,
  roundTrip: null,
};

/** A report of `getStats()` (W3C webrtc-stats), as far as it is read here. */
export type Report = Record<string, unknown> & { type: string };

/** Adds up the reports of a path's sender and receiver. */
export function sampleOf(at: number, sender: Iterable<Report>, receiver: Iterable<Report>): Sample {
  const sample: Sample = { at, ...nothing };
  const count = (report: Record<string, unknown>, name: string) => {
    const value = report[name];
    return typeof value === "number" ? value : 0;
  };
  for (const report of sender) {
    if (report.type === "outbound-rtp") {
      sample.bytesSent += count(report, "bytesSent") + count(report, "headerBytesSent");
      sample.packetsSent += count(report, "packetsSent");
    } else if (report.type === "remote-inbound-rtp") {
      // A late duplicate can make it negative (RFC 3550 section 6.4.1).
      sample.lostUp = (sample.lostUp ?? 0) + Math.max(0, count(report, "packetsLost"));
      if (report["kind"] === "audio") sample.jitter = Math.max(sample.jitter, count(report, "jitter"));
      sample.roundTrip ??= count(report, "roundTripTime") || null;
    } else if (report.type === "candidate-pair" && report["nominated"] === true) {
      sample.roundTrip = count(report, "currentRoundTripTime") || sample.roundTrip;
    }
  }
  for (const report of receiver) {
    if (report.type !== "inbound-rtp") continue;
    sample.bytesReceived += count(report, "bytesReceived") + count(report, "headerBytesReceived");
    sample.packetsReceived += count(report, "packetsReceived");
    sample.lostRoundTrip += Math.max(0, count(report, "packetsLost"));
    if (report["kind"] === "audio") sample.jitter = Math.max(sample.jitter, count(report, "jitter"));
  }
  return sample;
}

/**
 * What samples in the order of their times say of a path: bit rates of the second half, when the sender has found what
 * fits, the rest of the whole time. Null where media did not go both ways.
 */
export function figuresOf(samples: readonly Sample[]): PathFigures | null {
  const [first, last] = [samples[0], samples.at(-1)];
  const middle = samples[Math.floor((samples.length - 1) / 2)];
  if (!first || !last || !middle || last.at <= middle.at) return null;
  const rate = (bytes: "bytesSent" | "bytesReceived") =>
    Math.round(((last[bytes] - middle[bytes]) * 8) / (last.at - middle.at));
  const sent = last.packetsSent - first.packetsSent;
  const received = last.packetsReceived - first.packetsReceived;
  if (sent <= 0 || received <= 0) return null;
  const lostRoundTrip = last.lostRoundTrip - first.lostRoundTrip;
  const trips = samples.flatMap(({ roundTrip }) => roundTrip ?? []);
  return {
    up_kbit_s: rate("bytesSent"),
    down_kbit_s: rate("bytesReceived"),
    up_loss_permille: upLoss(samples, first),
    round_trip_loss_permille: permille(lostRoundTrip, received + lostRoundTrip),
    jitter_ms: Math.round(last.jitter * 1000),
    rtt_ms: trips.length === 0 ? null : Math.round(median(trips) * 1000),
  };
}

/** The server reports of what it had by then: what was sent after its last word is not judged. */
function upLoss(samples: readonly Sample[], first: Sample): number | null {
  const heard = samples.filter(
    ({ lostUp }, index) => lostUp !== null && lostUp !== samples[index - 1]?.lostUp,
  );
  const reported = heard.at(-1);
  if (!reported) return null;
  return permille((reported.lostUp ?? 0) - (first.lostUp ?? 0), reported.packetsSent - first.packetsSent);
}

function permille(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round(Math.min(1, Math.max(0, part / whole)) * 1000);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
