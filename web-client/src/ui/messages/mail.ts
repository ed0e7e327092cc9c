import { createContext, useContext } from "react";
import type { Mailbox } from "../../messages/mailbox";

/** One's mailbox, and the way to tell the server of oneself. */
export interface Mail {
  mailbox: Mailbox;
  /** Tells the other of a conversation that one writes, or has stopped. */
  sayTyping(conversationId: string, typing: boolean): void;
}

/** Null for those who have no messages. */
export const MailContext = createContext<Mail | null>(null);

export function useMail(): Mail {
  const mail = useContext(MailContext);
  if (!mail) throw new Error("a page stands outside MailProvider");
  return mail;
}
