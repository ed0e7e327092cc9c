import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** Whole seconds. */
export type Spread = Schema<"Spread">;

/** A day with consultations. */
export type DayCounts = Schema<"DayCounts">;

/** Consultations in figures. */
export type Statistics = Schema<"Statistics">;

/** Consultations between two moments in figures, by days of this browser's clock. */
export function showStatistics(api: ApiClient, from: Date, to: Date): Promise<Statistics> {
  const query = { from: from.toISOString(), to: to.toISOString(), utc_offset: -to.getTimezoneOffset() };
  return api.ask("GET", "/api/v1/statistics", { query });
}
