import type { ApiClient } from "./apiClient";

/** A recording as somebody in the call is told of it. */
export interface RecordingView {
  id: string;
  state: "asked" | "recording" | "refused" | "ended" | "failed";
  since: string;
  /** One's own answer; null while it is to be given. */
  agreed: boolean | null;
}

/** A file: what one person said and showed, or their screen. */
export interface RecordingPart {
  name: string;
  participant_id: string;
  display_name: string | null;
  source: "camera" | "screen";
  /** Milliseconds since the recording began. */
  begins_ms: number;
  bytes: number;
}

/** A recording that was begun. */
export interface Recording {
  id: string;
  state: "recording" | "saving" | "ready" | "failed";
  failure: "disk_full" | "broken" | "interrupted" | "empty" | null;
  started_at: string | null;
  ended_at: string | null;
  has_gaps: boolean;
  parts: RecordingPart[];
}

/** The doctor asks everybody in the call. */
export function askToRecord(api: ApiClient, consultationId: string): Promise<void> {
  return api.send(of(consultationId), { method: "POST" });
}

/** Says once whether one agrees, by the participant token. */
export function answerRecording(
  api: ApiClient,
  consultationId: string,
  id: string,
  token: string,
  agreed: boolean,
): Promise<void> {
  return api.send(`${of(consultationId, id)}/answer`, { method: "POST", body: { agreed }, token });
}

/** Stops it for everybody, by the participant token. */
export function stopRecording(
  api: ApiClient,
  consultationId: string,
  id: string,
  token: string,
): Promise<void> {
  return api.send(`${of(consultationId, id)}/stop`, { method: "POST", token });
}

/** Those of a consultation, oldest first, for its doctor. */
export async function listRecordings(api: ApiClient, consultationId: string): Promise<Recording[]> {
  return (await api.send<{ items: Recording[] }>(of(consultationId))).items;
}

/** The bytes of a file. */
export function recordingFile(
  api: ApiClient,
  consultationId: string,
  id: string,
  part: string,
): Promise<Blob> {
  return api.file(`${of(consultationId, id)}/parts/${encodeURIComponent(part)}`);
}

/** Deletes it for ever. */
export function deleteRecording(api: ApiClient, consultationId: string, id: string): Promise<void> {
  return api.send(of(consultationId, id), { method: "DELETE" });
}

function of(consultationId: string, id?: string): string {
  const all = `consultations/${encodeURIComponent(consultationId)}/recordings`;
  return id === undefined ? all : `${all}/${encodeURIComponent(id)}`;
}
