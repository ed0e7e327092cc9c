import type { Conversation, Message } from "./message";

interface OfMessage {
  messageId: string;
  conversationId: string;
}

/** What the server tells of messages. */
export interface MessageServerEvents {
  new_message: Message;
  /** That message and all before it. */
  message_delivered: OfMessage;
  /** That message and all before it, by one of the two. */
  message_read: OfMessage & { readerId: string };
  typing: { conversationId: string; senderId: string; senderName: string; typing: boolean };
  conversation_updated: { conversationId: string } & Pick<Conversation, "status">;
  /** Once after each connect; where it is not complete the client lists what it needs. */
  messages_synced: { complete: boolean };
}

/** What the client tells of messages. */
export interface MessageClientEvents {
  typing: ({ conversationId: string } | { sessionId: string }) & { typing: boolean };
}
