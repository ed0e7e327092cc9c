import type { ProblemCode } from "../protocol/apiError";
import type { Draft, Message } from "../protocol/message";

/** A message on its way. */
export interface Outgoing {
  draft: Draft;
  file?: File;
  /** When it was written. */
  at: string;
  /** Why it was not sent; null while it is being sent. */
  problem: ProblemCode | null;
}

/** A line of a thread: a message that the server has, or one on its way. */
export type Entry =
  | { key: string; message: Message; outgoing?: undefined }
  | { key: string; message?: undefined; outgoing: Outgoing };

/** Oldest first; a line keeps its key when its message arrives, so that it does not move. */
export function entriesOf(messages: readonly Message[], outgoing: readonly Outgoing[]): Entry[] {
  return [
    ...messages.map((message) => ({ key: message.clientId ?? message.id, message })),
    ...outgoing.map((one) => ({ key: one.draft.clientId, outgoing: one })),
  ];
}
