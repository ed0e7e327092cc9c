import type { ApiClient } from "./apiClient";
import type { Draft, FileFacts, Message } from "./message";
import { uploadFile } from "./uploadFile";

/** A page of a consultation's chat. */
export interface ChatPage {
  /** Oneself, as `senderId` of one's messages. */
  sender_id: string;
  items: Message[];
}

/** Messages of a consultation, by a participant token: before one (newest first) or after one (oldest first). */
export function listChat(
  api: ApiClient,
  id: string,
  token: string,
  where: { cursor: string | null } | { after: string },
  limit: number,
): Promise<ChatPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  if ("after" in where) query.set("after", where.after);
  else if (where.cursor) query.set("cursor", where.cursor);
  return api.send(`${chatOf(id)}?${query}`, { token });
}

/** Says something in a consultation; the same `clientId` again is the same message. */
export function sendToChat(api: ApiClient, id: string, token: string, draft: Draft): Promise<Message> {
  return api.send(chatOf(id), { method: "POST", body: draft, token });
}

/** Brings a file up, to be named in a message within an hour. `onProgress` is told the part that is up, 0 to 1. */
export function uploadToChat(
  api: ApiClient,
  id: string,
  token: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<FileFacts> {
  return uploadFile(api.address(`${chatOf(id)}/files`), token, file, onProgress);
}

/** Reads that message and all before it. */
export function readChat(api: ApiClient, id: string, token: string, messageId: string): Promise<void> {
  return api.send(`${chatOf(id)}/read`, { method: "POST", body: { message_id: messageId }, token });
}

function chatOf(id: string): string {
  return `consultations/${encodeURIComponent(id)}/chat`;
}
