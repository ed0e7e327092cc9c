/** What somebody wrote or sent. Times are RFC 3339 in UTC. */
export interface Message {
  id: string;
  conversationId: string;
  /** An account, in a consultation a guest's participant, or `system`. */
  senderId: string;
  senderName: string;
  /** Text and nothing else; of `system` messages a stable word. */
  content: string;
  type: MessageType;
  timestamp: string;
  /** How far it came with the other. */
  status: MessageStatus;
  metadata?: FileFacts | null;
  consultationId?: string | null;
  /** The sender's own, told in every copy. */
  clientId?: string | null;
}

export type MessageType = "text" | "image" | "file" | "system";
export type MessageStatus = "sent" | "delivered" | "read";

/** A file that was sent to a conversation. */
export interface FileFacts {
  fileUrl?: string;
  fileName?: string;
  /** Bytes. */
  fileSize?: number;
  fileType?: string;
}

/** A message to be; sent again with its `clientId` it does not double. */
export interface Draft {
  clientId: string;
  content: string;
  type: Exclude<MessageType, "system">;
  metadata?: Pick<FileFacts, "fileUrl">;
}

/** What a doctor and a patient write to each other. */
export interface Conversation {
  id: string;
  patientId: string;
  medecinId: string;
  patientName: string;
  medecinName: string;
  updatedAt: string;
  lastMessage: Pick<Message, "id" | "content" | "type" | "timestamp" | "senderId"> | null;
  unreadCount: number;
  status: "active" | "archived" | "blocked";
  /** Who blocked it. */
  blockedBy: string | null;
}
