import type { ProblemCode } from "../../protocol/apiError";

const named = [
  "unreachable",
  "too_large",
  "unsupported_media_type",
  "file_refused",
  "conversation_blocked",
  "consultation_ended",
  "rate_limited",
] as const satisfies readonly ProblemCode[];

/** Why a message was not sent, as there is a sentence for it. */
export function chatProblem(code: ProblemCode): (typeof named)[number] | "other" {
  return named.find((known) => known === code) ?? "other";
}
