import type { ApiClient } from "./apiClient";
import type { NetworkTestBegun } from "./networkTest";

/** Ends a network test before its time. */
export function endNetworkTest(api: ApiClient, { id, token }: NetworkTestBegun): Promise<void> {
  return api.ask("DELETE", "/api/v1/network-test/{id}", { params: { id }, token });
}
