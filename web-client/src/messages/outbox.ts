import { codeOf } from "../protocol/apiError";
import type { Draft, Message } from "../protocol/message";
import type { Outgoing } from "./entries";
import type { ThreadSource } from "./threadSource";

/** Messages on their way: one after the other in the order in which they were written, each as often as it takes. */
export class Outbox {
  /** In that order. */
  waiting: readonly Outgoing[] = [];
  private readonly source: Pick<ThreadSource, "send" | "upload">;
  private readonly onSent: (message: Message) => void;
  private readonly onChange: () => void;
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    source: Pick<ThreadSource, "send" | "upload">,
    onSent: (message: Message) => void,
    onChange: () => void,
  ) {
    this.source = source;
    this.onSent = onSent;
    this.onChange = onChange;
  }

  put(draft: Omit<Draft, "clientId">, file?: File): void {
    const at = new Date().toISOString();
    this.queue({
      draft: { ...draft, clientId: crypto.randomUUID() },
      at,
      problem: null,
      ...(file && { file }),
    });
  }

  /** Tries one again that was not sent. */
  again(clientId: string): void {
    const failed = this.waiting.find(({ draft }) => draft.clientId === clientId);
    if (failed?.problem) this.queue({ ...failed, problem: null });
  }

  /** Tries those again for which there was no network. */
  againAll(): void {
    for (const { draft, problem } of this.waiting) if (problem === "unreachable") this.again(draft.clientId);
  }

  /** Lets those go that were sent, or are given up. */
  discard(clientIds: ReadonlySet<string>): void {
    this.waiting = this.waiting.filter(({ draft }) => !clientIds.has(draft.clientId));
    this.onChange();
  }

  private queue(outgoing: Outgoing): void {
    this.keep(outgoing);
    this.line = this.line.then(() => this.deliver(outgoing));
  }

  private async deliver(outgoing: Outgoing): Promise<void> {
    const { file } = outgoing;
    let { draft } = outgoing;
    if (!this.isWanted(draft)) return;
    try {
      // A file that is up already is not sent up twice.
      if (file && !draft.metadata) {
        draft = await this.uploaded(draft, file);
        this.keep({ ...outgoing, draft });
      }
      this.onSent(await this.source.send(draft));
    } catch (error) {
      if (this.isWanted(draft)) this.keep({ ...outgoing, draft, problem: codeOf(error) });
    }
  }

  private async uploaded(draft: Draft, file: File): Promise<Draft> {
    const { fileUrl = "", fileType = "" } = await this.source.upload(file);
    return { ...draft, type: fileType.startsWith("image/") ? "image" : "file", metadata: { fileUrl } };
  }

  /** Not given up meanwhile. */
  private isWanted({ clientId }: Draft): boolean {
    return this.waiting.some(({ draft }) => draft.clientId === clientId);
  }

  private keep(outgoing: Outgoing): void {
    const isSame = ({ draft }: Outgoing) => draft.clientId === outgoing.draft.clientId;
    const known = this.waiting.some(isSame);
    this.waiting = known
      ? this.waiting.map((other) => (isSame(other) ? outgoing : other))
      : [...this.waiting, outgoing];
    this.onChange();
  }
}
