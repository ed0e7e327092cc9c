import { Observable } from "../call/observable";
import type { Message } from "../protocol/message";
import type { Signaling } from "../protocol/signaling";
import type { ChatSource } from "./consultationSource";
import { Thread } from "./thread";

export interface CallChatSnapshot {
  /** Messages of others since the panel was last open. */
  unread: number;
  /** The newest of them, to be told of. */
  latest: Message | null;
  /** Oneself, as `senderId` of one's messages. */
  selfId: string | null;
}

/** What is written in a call; what comes while nobody looks is counted. */
export class CallChat extends Observable<CallChatSnapshot> {
  readonly thread: Thread;
  /** Written and not sent: it outlives the panel. */
  draft = "";
  private readonly source: ChatSource;
  /** Up to here everything was there at the first look, or was counted. */
  private newest: string | null = null;
  private open = false;

  constructor(signaling: Signaling, source: ChatSource) {
    super({ unread: 0, latest: null, selfId: null });
    this.source = source;
    this.thread = new Thread(source);
    this.thread.subscribe(() => this.look());
    signaling.on("room_state", ({ lobby }) => {
      // Before the door nothing can be read.
      if (lobby.state === "accepted") void this.thread.catchUp();
    });
    signaling.on("new_message", (message) => this.thread.received(message));
    signaling.on("message_delivered", ({ messageId }) => this.thread.reached(messageId, "delivered"));
    signaling.on("message_read", ({ messageId, readerId }) => {
      if (readerId !== this.source.selfId) this.thread.reached(messageId, "read");
    });
  }

  /** Whether the person sees the messages. */
  setOpen(open: boolean): void {
    this.open = open;
    if (open) this.seen();
  }

  /** The bytes of a file that a message names. */
  file(url: string): Promise<Blob> {
    return this.source.file(url);
  }

  private look(): void {
    const { entries, state } = this.thread.getSnapshot();
    const { selfId } = this.source;
    if (state !== "ready") return;
    if (selfId !== this.getSnapshot().selfId) this.update({ selfId });
    const messages = entries.flatMap(({ message }) => message ?? []);
    const before = this.newest;
    this.newest = messages.at(-1)?.id ?? "";
    if (this.open) this.seen();
    else if (before !== null)
      this.count(messages.filter((message) => message.id > before && isOfOther(message, selfId)));
  }

  private count(news: readonly Message[]): void {
    const latest = news.at(-1);
    if (latest) this.update({ unread: this.getSnapshot().unread + news.length, latest });
  }

  private seen(): void {
    const { selfId } = this.source;
    if (selfId) this.thread.read(selfId);
    if (this.getSnapshot().unread > 0) this.update({ unread: 0, latest: null });
  }
}

function isOfOther({ senderId, type }: Message, selfId: string | null): boolean {
  return senderId !== selfId && type !== "system";
}
