import type { Schema } from "./operation";

/** What somebody wrote or sent. Times are RFC 3339 in UTC. */
export type Message = Omit<Schema<"Message">, "messageId" | "metadata"> & { metadata?: FileFacts | null };

export type MessageType = Schema<"MessageType">;
export type MessageStatus = Schema<"MessageStatus">;

/** A file that was sent to a conversation. */
export type FileFacts = Schema<"MessageMetadata">;

/** A message to be; sent again with its `clientId` it does not double. */
export interface Draft {
  clientId: string;
  content: string;
  type: Exclude<MessageType, "system">;
  metadata?: Pick<FileFacts, "fileUrl">;
}

/** What a doctor and a patient write to each other. */
export type Conversation = Schema<"Conversation">;
