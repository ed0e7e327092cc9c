import type { ApiClient } from "./apiClient";

export type Verdict = "pass" | "warn" | "fail";

/** One thing that the server looked at. */
export interface Check {
  /** A stable word. */
  name: string;
  verdict: Verdict;
  /** What was seen, in English. */
  says: string;
  /** What to do, in English; absent where all is well. */
  remedy?: string;
}

/** How the server is, seen from inside, the worst first. */
export interface MachineHealth {
  version: string;
  /** Seconds since it started. */
  up_s: number;
  checks: Check[];
  rooms: number;
  participants: number;
  /** Of each media thread, the part of the last second not spent waiting, 0 to 1. */
  busy_ratios: number[];
}

/** Looks anew. */
export function machineHealth(api: ApiClient): Promise<MachineHealth> {
  return api.send("admin/health");
}
