import { networkPaths, type PathFigures, type PathReport } from "../protocol/networkTest";

/** What a network carries: a good picture, a small one, sound alone, not even that, nothing at all. */
export type NetworkLevel = "video" | "small_video" | "audio" | "poor" | "blocked";

/** What holds a network back, or that only a detour works. */
export type NetworkReason = "slow_up" | "slow_down" | "loss" | "delay" | "detour";

export interface NetworkVerdict {
  level: NetworkLevel;
  /** What there is to do something about; null where all is well or nothing was measured. */
  reason: NetworkReason | null;
}

interface Limits {
  kbit_s: number;
  loss_permille: number;
  rtt_ms: number;
  jitter_ms: number;
}

/**
 * What each level needs in the worse direction. Bit rates: twice the camera's middle size (`media/cameraEncodings.ts`), its
 * smallest with sound, sound alone. Delays: ITU-T G.114 has 150 ms one way for good, 400 ms for the end of conversation.
 */
const needs: readonly (readonly [NetworkLevel, Limits])[] = [
  ["video", { kbit_s: 800, loss_permille: 30, rtt_ms: 300, jitter_ms: 60 }],
  ["small_video", { kbit_s: 200, loss_permille: 100, rtt_ms: 500, jitter_ms: 120 }],
  ["audio", { kbit_s: 50, loss_permille: 200, rtt_ms: 800, jitter_ms: 250 }],
];

/**
 * What a call may expect of a network, by the best path that works, for that is the one a call takes. Null while a path that
 * was not tried yet may work.
 */
export function judge(reports: readonly PathReport[]): NetworkVerdict | null {
  const best = networkPaths
    .flatMap((path) => reports.find((report) => report.path === path && report.outcome === "ok") ?? [])
    .at(0);
  if (!best?.figures) return reports.length < networkPaths.length ? null : { level: "blocked", reason: null };
  const { figures } = best;
  const level = needs.find(([, limits]) => shortOf(figures, limits) === null)?.[0] ?? "poor";
  const reason = level === "video" ? null : shortOf(figures, limitsOf("video"));
  return { level, reason: reason ?? (best.path === "udp" ? null : "detour") };
}

/** Whether a picture needs a higher bit rate than was reached. */
export function isSlow(figures: PathFigures): boolean {
  return Math.min(figures.up_kbit_s, figures.down_kbit_s) < limitsOf("video").kbit_s;
}

/** The first of a network's shortcomings against some limits. */
function shortOf(figures: PathFigures, limits: Limits): NetworkReason | null {
  const { up_loss_permille, round_trip_loss_permille } = figures;
  if (Math.max(up_loss_permille ?? 0, round_trip_loss_permille) > limits.loss_permille) return "loss";
  if (figures.up_kbit_s < limits.kbit_s) return "slow_up";
  if (figures.down_kbit_s < limits.kbit_s) return "slow_down";
  if ((figures.rtt_ms ?? 0) > limits.rtt_ms || figures.jitter_ms > limits.jitter_ms) return "delay";
  return null;
}

function limitsOf(wanted: NetworkLevel): Limits {
  const found = needs.find(([level]) => level === wanted);
  if (!found) throw new Error(`${wanted} has no limits`);
  return found[1];
}
