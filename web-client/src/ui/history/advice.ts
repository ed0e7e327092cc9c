import type { QualityReason } from "../../protocol/events";
import type { Attendee } from "../../protocol/history";
import type { Verdict } from "./verdict";

/** What would help next time: by the measured cause, else by the way that was measured. */
export type AdviceWord = QualityReason | "detour" | "unknown";

export interface Advice {
  /** Whom it would help. */
  who: Attendee;
  word: AdviceWord;
}

/** Null where nothing went wrong. What was not measured is not guessed. */
export function adviceOf({ overall, worst }: Verdict): Advice | null {
  if (!overall || !worst) return null;
  const { who, cause } = worst;
  const transport = who.connection?.join.path?.transport;
  return { who, word: cause ?? (transport && transport !== "udp" ? "detour" : "unknown") };
}
