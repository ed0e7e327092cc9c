import type { ApiClient } from "./apiClient";
import type { JoinAnswer } from "./consultation";
import type { PathReport } from "./networkTest";

/** Tells the doctor of a consultation what was measured by somebody with a place in it. */
export function reportNetworkTest(
  api: ApiClient,
  { consultation, token }: Pick<JoinAnswer, "consultation" | "token">,
  paths: PathReport[],
): Promise<void> {
  const request = { params: { id: consultation.id }, body: { paths }, token };
  return api.ask("POST", "/api/v1/consultations/{id}/network-tests", request);
}
