import type { ApiClient, User } from "./apiClient";
import type { Conversation, Draft, FileFacts, Message } from "./message";

const root = "/api/messaging/medecin-patient";

/** One's own conversations, the one with the newest message first. */
export function listConversations(api: ApiClient, role: User["role"]): Promise<Conversation[]> {
  return api.send(`${root}/${role === "doctor" ? "medecin" : "patient"}/conversations?limit=100`);
}

/** The conversation of the pair, made where there is none; `not_found` where the two have no consultation. */
export function startConversation(
  api: ApiClient,
  other: { patientId: string } | { medecinId: string },
): Promise<Conversation> {
  return api.send(`${root}/conversations`, { method: "POST", body: other });
}

/** Archives for oneself, blocks for both, or takes either back. */
export function changeConversation(
  api: ApiClient,
  id: string,
  status: Conversation["status"],
): Promise<Conversation> {
  return api.send(`${root}/conversations/${id}`, { method: "PATCH", body: { status } });
}

/** Messages of a conversation: before one (newest first) or after one (oldest first). */
export function listMessages(
  api: ApiClient,
  id: string,
  where: { cursor: string | null } | { after: string },
  limit: number,
): Promise<Message[]> {
  const query = new URLSearchParams({ limit: String(limit) });
  if ("after" in where) query.set("after", where.after);
  else if (where.cursor) query.set("cursor", where.cursor);
  return api.send(`${root}/conversations/${id}/messages?${query}`);
}

/** Sends a message; the same `clientId` again is the same message. */
export function sendMessage(api: ApiClient, id: string, draft: Draft): Promise<Message> {
  return api.send(`${root}/conversations/${id}/messages`, { method: "POST", body: draft });
}

/** Brings a file up, to be named in a message within an hour. */
export function uploadFile(api: ApiClient, id: string, file: File): Promise<FileFacts> {
  return api.send(`${root}/conversations/${id}/files`, {
    method: "POST",
    body: file,
    headers: {
      "Content-Type": "application/octet-stream",
      "X-File-Name": encodeURIComponent(file.name),
    },
  });
}

/** Reads that message and all before it. */
export function readMessage(api: ApiClient, id: string): Promise<Message> {
  return api.send(`${root}/messages/${id}/read`, { method: "PUT" });
}
