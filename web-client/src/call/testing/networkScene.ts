import { vi } from "vitest";
import type { Probe, Standing } from "../../media/pathProbe";
import type { ApiError } from "../../protocol/apiError";
import type { NetworkPath, PathFigures } from "../../protocol/networkTest";
import { NetworkTest } from "../networkTest";

export const figures: PathFigures = {
  up_kbit_s: 2400,
  down_kbit_s: 2400,
  up_loss_permille: 0,
  round_trip_loss_permille: 0,
  jitter_ms: 5,
  rtt_ms: 40,
};
export const begun = { id: "id", token: "token", ice_servers: [] };
const pace = { first: 5000, others: 2500 };

/** How a path behaves. */
export interface Plan {
  /** Milliseconds until it settles. */
  after: number;
  standing: Standing | ApiError;
  measured?: PathFigures | null;
}

/** A test against paths that behave as planned. */
export function scene(plans: Record<NetworkPath, Plan>) {
  const measured: [NetworkPath, number][] = [];
  const open = new Set<string>();
  const server = {
    begin: vi.fn(() => Promise.resolve(begun)),
    offer: () => Promise.resolve(""),
    end: vi.fn(() => Promise.resolve()),
  };
  const test = new NetworkTest({
    server,
    pace,
    createMedia: () => {
      open.add("media");
      return { close: () => open.delete("media") } as never;
    },
    createProbe: ({ path }) => {
      const { after, standing, measured: result = figures } = plans[path];
      open.add(path);
      return {
        settled: new Promise((resolve, reject) => {
          setTimeout(() => (typeof standing === "string" ? resolve(standing) : reject(standing)), after);
        }),
        port: 443,
        measure: async (_, least, isSlow) => {
          const milliseconds = result && isSlow(result) ? 8000 : least;
          measured.push([path, milliseconds]);
          await new Promise((resolve) => setTimeout(resolve, milliseconds));
          return result;
        },
        close: () => open.delete(path),
      } satisfies Probe;
    },
  });
  return { test, server, measured, open };
}

export const up = (after: number): Plan => ({ after, standing: "connected" });
