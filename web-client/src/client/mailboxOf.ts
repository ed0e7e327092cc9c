import { conversationSource } from "../messages/conversationSource";
import { Mailbox } from "../messages/mailbox";
import type { ApiClient, User } from "../protocol/apiClient";
import { listConversations } from "../protocol/conversations";

/** The mailbox of whoever is signed in, empty until it is loaded. */
export function mailboxOf(api: ApiClient, user: User): Mailbox {
  const source = {
    list: () => listConversations(api, user.role),
    thread: (id: string) => conversationSource(api, id),
  };
  return new Mailbox(source, user.id);
}
