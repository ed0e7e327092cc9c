import type { ApiClient } from "./apiClient";
import type { Direction, NetworkPath, NetworkTestBegun } from "./networkTest";

interface OfferInTest {
  path: NetworkPath;
  direction: Direction;
  sdp: string;
}

/** Gives the SDP answer to an offer of a network test. */
export async function offerInNetworkTest(
  api: ApiClient,
  { id, token }: NetworkTestBegun,
  offer: OfferInTest,
): Promise<string> {
  const request = { method: "POST", body: offer, token } as const;
  return (await api.send<{ sdp: string }>(`network-test/${encodeURIComponent(id)}/offers`, request)).sdp;
}
