import type { ApiClient } from "./apiClient";
import type { Draft, FileFacts, Message } from "./message";
import { pathTo } from "./operation";
import { uploadFile } from "./uploadFile";

const chat = "/api/v1/consultations/{id}/chat";

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
  return api.ask("GET", chat, { params: { id }, query: { ...where, limit }, token });
}

/** Says something in a consultation; the same `clientId` again is the same message. */
export function sendToChat(api: ApiClient, id: string, token: string, draft: Draft): Promise<Message> {
  return api.ask("POST", chat, { params: { id }, body: draft, token });
}

/** Brings a file up, to be named in a message within an hour. `onProgress` is told the part that is up, 0 to 1. */
export function uploadToChat(
  api: ApiClient,
  id: string,
  token: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<FileFacts> {
  return uploadFile(api.address(pathTo(`${chat}/files`, { params: { id } })), token, file, onProgress);
}

/** Reads that message and all before it. */
export function readChat(api: ApiClient, id: string, token: string, messageId: string): Promise<void> {
  return api.ask("POST", `${chat}/read`, { params: { id }, body: { message_id: messageId }, token });
}
