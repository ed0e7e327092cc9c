import type { ApiClient, User } from "./apiClient";
import type { Conversation, Draft, FileFacts, Message } from "./message";

const root = "/api/messaging/medecin-patient";

/** One's own conversations, the one with the newest message first. */
export function listConversations(api: ApiClient, role: User["role"]): Promise<Conversation[]> {
  return api.ask("GET", `${root}/${role === "doctor" ? "medecin" : "patient"}/conversations`, {
    query: { limit: 100 },
  });
}

/** The conversation of the pair, made where there is none; `not_found` where the two have no consultation. */
export function startConversation(
  api: ApiClient,
  other: { patientId: string } | { medecinId: string },
): Promise<Conversation> {
  return api.ask("POST", `${root}/conversations`, { body: other });
}

/** Archives for oneself, blocks for both, or takes either back. */
export function changeConversation(
  api: ApiClient,
  id: string,
  status: Conversation["status"],
): Promise<Conversation> {
  return api.ask("PATCH", `${root}/conversations/{id}`, { params: { id }, body: { status } });
}

/** Messages of a conversation: before one (newest first) or after one (oldest first). */
export function listMessages(
  api: ApiClient,
  id: string,
  where: { cursor: string | null } | { after: string },
  limit: number,
): Promise<Message[]> {
  return api.ask("GET", `${root}/conversations/{id}/messages`, {
    params: { id },
    query: { ...where, limit },
  });
}

/** Sends a message; the same `clientId` again is the same message. */
export function sendMessage(api: ApiClient, id: string, draft: Draft): Promise<Message> {
  return api.ask("POST", `${root}/conversations/{id}/messages`, { params: { id }, body: draft });
}

/** Brings a file up, to be named in a message within an hour. */
export function uploadFile(api: ApiClient, id: string, file: File): Promise<FileFacts> {
  return api.ask("POST", `${root}/conversations/{id}/files`, {
    params: { id },
    body: file,
    headers: {
      "Content-Type": "application/octet-stream",
      "X-File-Name": encodeURIComponent(file.name),
    },
  });
}

/** Reads that message and all before it. */
export function readMessage(api: ApiClient, id: string): Promise<Message> {
  return api.ask("PUT", `${root}/messages/{id}/read`, { params: { id } });
}
