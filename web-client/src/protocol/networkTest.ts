import type { Role } from "./consultation";

/** Ways for media to the server, the one that browsers like best first. */
export const networkPaths = ["udp", "tcp", "turn_tls"] as const;
export type NetworkPath = (typeof networkPaths)[number];

/** What was counted on a path that carries media. */
export interface PathFigures {
  up_kbit_s: number;
  /** What was sent comes back, so this is never much above `up_kbit_s`. */
  down_kbit_s: number;
  /** Packets lost on the way to the server, in thousandths; null where the server's reports did not come in time. */
  up_loss_permille: number | null;
  /** Of the packets that should come back: lost on the way up for good, or on the way down. */
  round_trip_loss_permille: number;
  /** Of sound, the larger one of both directions, in milliseconds. */
  jitter_ms: number;
  /** Round trip in milliseconds; null where the browser does not tell. */
  rtt_ms: number | null;
}

/** One path as a browser found it. */
export interface PathReport {
  path: NetworkPath;
  outcome: "ok" | "failed" | "not_offered";
  /** Null unless the outcome is `ok`. */
  figures: PathFigures | null;
}

/** The last test of somebody in a consultation. */
export interface NetworkTestResult {
  participant_id: string;
  display_name: string;
  role: Role;
  taken_at: string;
  paths: PathReport[];
}

/** A test that the server has begun: it takes offers for a minute. */
export interface NetworkTestBegun {
  id: string;
  token: string;
  ice_servers: RTCIceServer[];
}

/** Of the two connections that try a path, the one that sends or the one that gets it back. */
export type Direction = "send" | "receive";
