import type { CreateProbe } from "../media/pathProbe";
import type { CreateTestMedia } from "../media/testMedia";
import type { ProblemCode } from "../protocol/apiError";
import type { Direction, NetworkPath, NetworkTestBegun, PathReport } from "../protocol/networkTest";

/** A report with what helps who looks after a network. */
export interface PathFinding extends PathReport {
  /** The server's port on this path, where it is known. */
  port: number | null;
}

export interface NetworkTestSnapshot {
  /** `refused`: the server took no test, which says nothing of the network. */
  state: "idle" | "running" | "done" | "stopped" | "refused";
  problem: ProblemCode | null;
  /** From 0 to 1. */
  progress: number;
  /** Paths that are through, in the order in which browsers like them. */
  findings: PathFinding[];
}

/** The server's part in a test. */
export interface NetworkTestServer {
  begin(): Promise<NetworkTestBegun>;
  offer(
    test: NetworkTestBegun,
    offer: { path: NetworkPath; direction: Direction; sdp: string },
  ): Promise<string>;
  end(test: NetworkTestBegun): Promise<void>;
}

export interface NetworkTestOptions {
  server: NetworkTestServer;
  createProbe: CreateProbe;
  createMedia: CreateTestMedia;
  /** Milliseconds of media on the path that a call would take, and on each other one; at most 8000. */
  pace: { first: number; others: number };
}
