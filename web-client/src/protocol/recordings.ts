import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** A recording as somebody in the call is told of it. */
export interface RecordingView {
  id: string;
  state: "asked" | "recording" | "refused" | "ended" | "failed";
  since: string;
  /** One's own answer; null while it is to be given. */
  agreed: boolean | null;
}

/** A file: what one person said and showed, or their screen. */
export type RecordingPart = Schema<"RecordingPart">;

/** A recording that was begun. */
export type Recording = Omit<Schema<"Recording">, "failure"> & {
  /** Why there is less than there was to record. */
  failure?: "disk_full" | "broken" | "interrupted" | "empty" | null;
};

/** The doctor asks everybody in the call. */
export async function askToRecord(api: ApiClient, id: string): Promise<void> {
  await api.ask("POST", "/api/v1/consultations/{id}/recordings", { params: { id } });
}

/** Says once whether one agrees, by the participant token. */
export function answerRecording(
  api: ApiClient,
  id: string,
  recording: string,
  token: string,
  agreed: boolean,
): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/recordings/{recording}/answer", {
    params: { id, recording },
    body: { agreed },
    token,
  });
}

/** Stops it for everybody, by the participant token. */
export function stopRecording(api: ApiClient, id: string, recording: string, token: string): Promise<void> {
  return api.ask("POST", "/api/v1/consultations/{id}/recordings/{recording}/stop", {
    params: { id, recording },
    token,
  });
}

/** Those of a consultation, oldest first, for its doctor. */
export async function listRecordings(api: ApiClient, id: string): Promise<Recording[]> {
  const { items } = await api.ask("GET", "/api/v1/consultations/{id}/recordings", { params: { id } });
  return items as Recording[];
}

/** The bytes of a file. */
export function recordingFile(api: ApiClient, id: string, recording: string, part: string): Promise<Blob> {
  const path = ["consultations", id, "recordings", recording, "parts", part];
  return api.file(`/api/v1/${path.map(encodeURIComponent).join("/")}`);
}

/** Deletes it for ever. */
export function deleteRecording(api: ApiClient, id: string, recording: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/consultations/{id}/recordings/{recording}", {
    params: { id, recording },
  });
}
