import type { ApiClient } from "./apiClient";
import type { Denial } from "./lobby";

/** Lets somebody in who waits. */
export function admit(api: ApiClient, consultationId: string, participantId: string): Promise<void> {
  return ask(api, consultationId, "admit", { participant_id: participantId });
}

/** Sends somebody away who waits. */
export function deny(
  api: ApiClient,
  consultationId: string,
  participantId: string,
  { reason, message }: Denial,
): Promise<void> {
  const said = message === null ? {} : { message };
  return ask(api, consultationId, "deny", { participant_id: participantId, reason, ...said });
}

/** Puts somebody who is in the room back before its door. */
export function putBack(api: ApiClient, consultationId: string, participantId: string): Promise<void> {
  return ask(api, consultationId, "put-back", { participant_id: participantId });
}

/** Says something to one who waits. */
export function tellWaiter(
  api: ApiClient,
  consultationId: string,
  participantId: string,
  message: string,
): Promise<void> {
  return ask(api, consultationId, "lobby-message", { participant_id: participantId, message });
}

function ask(api: ApiClient, consultationId: string, act: string, body: object): Promise<void> {
  return api.send(`consultations/${encodeURIComponent(consultationId)}/${act}`, { method: "POST", body });
}
