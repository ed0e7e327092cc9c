import type { ApiClient } from "./apiClient";

/** Asks somebody's pages to turn the microphone off. */
export function muteParticipant(api: ApiClient, id: string, participantId: string): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/mute", whom(id, participantId));
}

/** Removes somebody from the call: coming again is waiting. */
export function removeParticipant(api: ApiClient, id: string, participantId: string): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/remove", whom(id, participantId));
}

function whom(id: string, participantId: string) {
  return { params: { id }, body: { participant_id: participantId } };
}
