import type { ApiClient } from "./apiClient";
import type { NetworkTestBegun } from "./networkTest";

/** Begins a network test; nobody needs an account for it. */
export function beginNetworkTest(api: ApiClient): Promise<NetworkTestBegun> {
  return api.ask("POST", "/api/v1/network-test") as Promise<NetworkTestBegun>;
}
