import type { Draft, FileFacts, Message } from "../protocol/message";

/** Where a thread's messages are: a conversation, or the chat of a consultation. */
export interface ThreadSource {
  /** The newest, or those before a message; newest first, at most `pageSize`. */
  older(before: string | null): Promise<Message[]>;
  /** Those after a message, oldest first, at most `pageSize`. */
  newer(after: string): Promise<Message[]>;
  send(draft: Draft): Promise<Message>;
  upload(file: File): Promise<FileFacts>;
  /** Reads that message and all before it. */
  read(messageId: string): Promise<unknown>;
}

/** Messages on one page. */
export const pageSize = 50;
