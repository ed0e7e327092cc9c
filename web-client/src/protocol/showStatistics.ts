import type { ApiClient } from "./apiClient";
import type { Outcome } from "./history";

/** Whole seconds. */
export interface Spread {
  mean: number;
  median: number;
  p90: number;
}

type Counts = Record<Outcome | "created", number>;

/** A day with consultations. */
export interface DayCounts extends Counts {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Whole seconds of all that were held. */
  held_s: number;
}

/** Consultations in figures. */
export interface Statistics extends Counts {
  from: string;
  to: string;
  /** Accounts of patients with whom one was held. */
  patients: number;
  duration_s: Spread | null;
  waited_s: Spread | null;
  days: DayCounts[];
}

/** Consultations between two moments in figures, by days of this browser's clock. */
export function showStatistics(api: ApiClient, from: Date, to: Date): Promise<Statistics> {
  const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  query.set("utc_offset", String(-to.getTimezoneOffset()));
  return api.send(`statistics?${query}`);
}
