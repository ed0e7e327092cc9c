import type { MessageServerEvents } from "../protocol/messageEvents";

/** Milliseconds after which nobody writes any more who has not said so again. */
const forgotten = 6_000;

/** Who is writing where, until they stop or fall silent. */
export class TypingWatch {
  private names: ReadonlyMap<string, string> = new Map();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly onChange: (names: ReadonlyMap<string, string>) => void;

  constructor(onChange: (names: ReadonlyMap<string, string>) => void) {
    this.onChange = onChange;
  }

  told({ conversationId, senderName, typing }: Omit<MessageServerEvents["typing"], "senderId">): void {
    clearTimeout(this.timers.get(conversationId));
    this.timers.delete(conversationId);
    if (typing) {
      this.timers.set(
        conversationId,
        setTimeout(() => this.set(conversationId, null), forgotten),
      );
    }
    this.set(conversationId, typing ? senderName : null);
  }

  private set(conversationId: string, name: string | null): void {
    if ((this.names.get(conversationId) ?? null) === name) return;
    const names = new Map(this.names);
    if (name === null) names.delete(conversationId);
    else names.set(conversationId, name);
    this.names = names;
    this.onChange(names);
  }
}
