import type { ApiClient } from "./apiClient";
import type { Denial } from "./lobby";

/** Lets somebody in who waits. */
export function admit(api: ApiClient, id: string, participant_id: string): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/admit", { params: { id }, body: { participant_id } });
}

/** Sends somebody away who waits. */
export function deny(
  api: ApiClient,
  id: string,
  participant_id: string,
  { reason, message }: Denial,
): Promise<void> {
  const said = message === null ? {} : { message };
  return api.ask("POST", "/api/v1/consultations/{id}/deny", {
    params: { id },
    body: { participant_id, reason, ...said },
  });
}

/** Puts somebody who is in the room back before its door. */
export function putBack(api: ApiClient, id: string, participant_id: string): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/put-back", { params: { id }, body: { participant_id } });
}

/** Says something to one who waits. */
export function tellWaiter(
  api: ApiClient,
  id: string,
  participant_id: string,
  message: string,
): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/lobby-message", {
    params: { id },
    body: { participant_id, message },
  });
}
