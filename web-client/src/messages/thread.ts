import { Observable } from "../call/observable";
import type { Message, MessageStatus } from "../protocol/message";
import { type Entry, entriesOf } from "./entries";
import { Outbox } from "./outbox";
import { pageSize, type ThreadSource } from "./threadSource";

export interface ThreadSnapshot {
  /** Oldest first, what is still on its way last. */
  entries: readonly Entry[];
  state: "loading" | "ready" | "failed";
  /** Whether there are older ones. */
  hasOlder: boolean;
  loadingOlder: boolean;
}

/** One thread of messages: what came, what is on its way; a message is sent exactly once however often it is tried. */
export class Thread extends Observable<ThreadSnapshot> {
  private readonly source: ThreadSource;
  /** Oldest first. */
  private messages: Message[] = [];
  private readonly outbox: Outbox;
  private lastRead: string | null = null;

  constructor(source: ThreadSource) {
    super({ entries: [], state: "loading", hasOlder: false, loadingOlder: false });
    this.source = source;
    this.outbox = new Outbox(
      source,
      (message) => this.take([message]),
      () => this.show(),
    );
  }

  /** The newest page; also the way to try again. */
  async load(): Promise<void> {
    this.update({ state: "loading" });
    try {
      const page = await this.source.older(null);
      this.take(page);
      this.update({ state: "ready", hasOlder: page.length >= pageSize });
    } catch {
      this.update({ state: "failed" });
    }
  }

  /** One page further back. */
  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    const { hasOlder, loadingOlder } = this.getSnapshot();
    if (!first || !hasOlder || loadingOlder) return;
    this.update({ loadingOlder: true });
    const page = await this.source.older(first.id).catch(() => null);
    if (page) this.take(page);
    this.update({ loadingOlder: false, hasOlder: page ? page.length >= pageSize : true });
  }

  /** What came while the connection was lost; what could not be sent then is sent now. */
  async catchUp(): Promise<void> {
    if (this.getSnapshot().state !== "ready") return this.load();
    this.outbox.againAll();
    let last = this.messages.at(-1)?.id;
    while (last) {
      const page = await this.source.newer(last).catch(() => []);
      this.take(page);
      last = page.length >= pageSize ? page.at(-1)?.id : undefined;
    }
  }

  /** Takes a message that the server told of; one that is known already changes nothing but its status. */
  received(message: Message): void {
    this.take([message]);
  }

  /** Own messages up to this one came that far. */
  reached(messageId: string, status: MessageStatus): void {
    const end = this.messages.findIndex(({ id }) => id === messageId);
    this.messages = this.messages.map((message, index) =>
      index <= end && rank[message.status] < rank[status] ? { ...message, status } : message,
    );
    this.show();
  }

  send(content: string): void {
    this.outbox.put({ content, type: "text" });
  }

  /** Uploads a file, then sends it as a message. */
  sendFile(file: File): void {
    this.outbox.put({ content: "", type: "file" }, file);
  }

  /** Tries one again that was not sent. */
  again(clientId: string): void {
    this.outbox.again(clientId);
  }

  /** Gives up one that was not sent. */
  discard(clientId: string): void {
    this.outbox.discard(new Set([clientId]));
  }

  /** Tells the other that everything here was seen; `self` is who reads. */
  read(self: string): void {
    const last = this.messages.findLast(({ senderId, type }) => senderId !== self && type !== "system");
    if (!last || last.id === this.lastRead) return;
    this.lastRead = last.id;
    this.source.read(last.id).catch(() => {
      this.lastRead = null;
    });
  }

  private take(messages: readonly Message[]): void {
    const byId = new Map(this.messages.map((message) => [message.id, message]));
    for (const message of messages) {
      const known = byId.get(message.id);
      byId.set(message.id, known && rank[known.status] > rank[message.status] ? known : message);
    }
    // Ids of version 7 are in the order of time (RFC 9562).
    this.messages = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    this.outbox.discard(new Set(messages.map(({ clientId }) => clientId ?? "")));
  }

  private show(): void {
    this.update({ entries: entriesOf(this.messages, this.outbox.waiting) });
  }
}

const rank: Record<MessageStatus, number> = { sent: 0, delivered: 1, read: 2 };
