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
  const request = { params: { id }, body: offer, token };
  return (await api.ask("POST", "/api/v1/network-test/{id}/offers", request)).sdp;
}
