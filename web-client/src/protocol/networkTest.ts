import type { Schema } from "./operation";

/** Ways for media to the server, the one that browsers like best first. */
export const networkPaths = ["udp", "tcp", "turn_tls"] as const satisfies Schema<"NetworkPath">[];
export type NetworkPath = Schema<"NetworkPath">;

/** What was counted on a path that carries media. */
export type PathFigures = Schema<"Figures">;

/** One path as a browser found it. */
export type PathReport = Schema<"PathReport">;

/** The last test of somebody in a consultation. */
export type NetworkTestResult = Schema<"NetworkTest">;

/** A test that the server has begun: it takes offers for a minute. */
export type NetworkTestBegun = Pick<Schema<"NetworkTestBegun">, "id" | "token"> & {
  ice_servers: RTCIceServer[];
};

/** Of the two connections that try a path, the one that sends or the one that gets it back. */
export type Direction = Schema<"NetworkTestDirection">;
