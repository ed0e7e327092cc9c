import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

export type Verdict = Schema<"Verdict">;

/** One thing that the server looked at. */
export type Check = Schema<"Check">;

/** How the server is, seen from inside, the worst first. */
export type MachineHealth = Schema<"MachineHealth">;

/** Looks anew. */
export function machineHealth(api: ApiClient): Promise<MachineHealth> {
  return api.ask("GET", "/api/v1/admin/health");
}
