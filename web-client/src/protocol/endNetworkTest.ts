import type { ApiClient } from "./apiClient";
import type { NetworkTestBegun } from "./networkTest";

/** Ends a network test before its time. */
export function endNetworkTest(api: ApiClient, { id, token }: NetworkTestBegun): Promise<void> {
  return api.send(`network-test/${encodeURIComponent(id)}`, { method: "DELETE", token });
}
