import type { ApiClient } from "./apiClient";

/** Asks somebody's pages to turn the microphone off. */
export function muteParticipant(
  api: ApiClient,
  consultationId: string,
  participantId: string,
): Promise<void> {
  return ask(api, consultationId, "mute", participantId);
}

/** Removes somebody from the call: coming again is waiting. */
export function removeParticipant(
  api: ApiClient,
  consultationId: string,
  participantId: string,
): Promise<void> {
  return ask(api, consultationId, "remove", participantId);
}

function ask(api: ApiClient, consultationId: string, act: string, participantId: string): Promise<void> {
  return api.send(`consultations/${encodeURIComponent(consultationId)}/${act}`, {
    method: "POST",
    body: { participant_id: participantId },
  });
}
