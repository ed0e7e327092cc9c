import { Observable } from "../call/observable";
import type { Conversation, Message } from "../protocol/message";
import type { MessageServerEvents } from "../protocol/messageEvents";
import type { Signaling } from "../protocol/signaling";
import { Thread } from "./thread";
import type { ThreadSource } from "./threadSource";
import { TypingWatch } from "./typingWatch";

export interface MailboxSnapshot {
  state: "loading" | "ready" | "failed";
  /** The one with the newest message first. */
  conversations: readonly Conversation[];
  /** Who is writing, by conversation. */
  typing: ReadonlyMap<string, string>;
}

/** Where conversations and their messages come from. */
export interface MailboxSource {
  list(): Promise<Conversation[]>;
  thread(conversationId: string): ThreadSource;
}

/** Somebody's conversations, their threads, and what the server tells of them. */
export class Mailbox extends Observable<MailboxSnapshot> {
  private readonly source: MailboxSource;
  /** The account whose mailbox it is. */
  private readonly self: string;
  private readonly threads = new Map<string, Thread>();
  private readonly typing: TypingWatch;

  constructor(source: MailboxSource, self: string) {
    super({ state: "loading", conversations: [], typing: new Map() });
    this.source = source;
    this.self = self;
    this.typing = new TypingWatch((typing) => this.update({ typing }));
  }

  async load(): Promise<void> {
    try {
      this.update({ state: "ready", conversations: sorted(await this.source.list()) });
    } catch {
      if (this.getSnapshot().state !== "ready") this.update({ state: "failed" });
    }
  }

  /** The thread of a conversation; it is loaded when it is first asked for. */
  thread(id: string): Thread {
    const known = this.threads.get(id);
    if (known) return known;
    const thread = new Thread(this.source.thread(id));
    this.threads.set(id, thread);
    void thread.load();
    return thread;
  }

  /** Takes a conversation that was just made or changed. */
  put(conversation: Conversation): void {
    const others = this.getSnapshot().conversations.filter(({ id }) => id !== conversation.id);
    this.update({ conversations: sorted([conversation, ...others]) });
  }

  /** Everything of a conversation was seen. */
  read(id: string): void {
    this.thread(id).read(this.self);
    this.change(id, { unreadCount: 0 });
  }

  /** Hears the server, for as long as that connection lives. */
  readonly listen = (signaling: Signaling): void => {
    signaling.on("new_message", (message) => this.received(message));
    signaling.on("message_delivered", ({ conversationId, messageId }) =>
      this.threads.get(conversationId)?.reached(messageId, "delivered"),
    );
    signaling.on("message_read", (event) => this.wasRead(event));
    signaling.on("typing", (event) => this.typing.told(event));
    signaling.on("conversation_updated", () => void this.load());
    // After each connect: what came meanwhile is listed.
    signaling.on("messages_synced", () => this.catchUp());
  };

  /** Looks again at everything that is open. */
  catchUp(): void {
    void this.load();
    for (const thread of this.threads.values()) void thread.catchUp();
  }

  private received(message: Message): void {
    const { conversationId, senderId } = message;
    this.threads.get(conversationId)?.received(message);
    this.typing.told({ ...message, typing: false });
    const known = this.getSnapshot().conversations.find(({ id }) => id === conversationId);
    if (!known) return void this.load();
    const own = senderId === this.self || message.type === "system";
    this.put({
      ...known,
      status: known.status === "archived" && !own ? "active" : known.status,
      lastMessage: message,
      updatedAt: message.timestamp,
      unreadCount: known.unreadCount + (own ? 0 : 1),
    });
  }

  private wasRead({ conversationId, messageId, readerId }: MessageServerEvents["message_read"]): void {
    if (readerId === this.self) this.change(conversationId, { unreadCount: 0 });
    else this.threads.get(conversationId)?.reached(messageId, "read");
  }

  private change(id: string, change: Partial<Conversation>): void {
    const conversations = this.getSnapshot().conversations.map((one) =>
      one.id === id ? { ...one, ...change } : one,
    );
    this.update({ conversations });
  }
}

/** How many messages nobody here has read, of conversations that are not put away. */
export function unreadOf({ conversations }: Pick<MailboxSnapshot, "conversations">): number {
  return conversations.reduce(
    (sum, { unreadCount, status }) => sum + (status === "active" ? unreadCount : 0),
    0,
  );
}

function sorted(conversations: Conversation[]): Conversation[] {
  const newest = ({ lastMessage, updatedAt }: Conversation) =>
    Date.parse(lastMessage?.timestamp ?? updatedAt);
  return conversations.toSorted((a, b) => newest(b) - newest(a));
}
