import { codeOf, type ProblemCode } from "../../protocol/apiError";
import type { Translate } from "../i18n/translate";

const sentences = [
  "code_unknown",
  "code_expired",
  "invitation_used",
  "consultation_ended",
  "rate_limited",
  "unreachable",
  "account_locked",
  "unauthenticated",
  "token_expired",
  "forbidden",
  "not_admitted",
  "not_found",
  "validation",
  "unavailable",
  "media_full",
  "media_away",
  "conflict",
  "precondition_failed",
] as const satisfies readonly ProblemCode[];

/** What went wrong and what to do, in words; never a code. */
export function errorSentence(t: Translate, error: unknown): string {
  return codeSentence(t, codeOf(error));
}

export function codeSentence(t: Translate, code: ProblemCode): string {
  return t(`errors.${sentences.find((known) => known === code) ?? "unknown"}`);
}

/** The same for somebody who came by a link and never saw a code. */
export function linkSentence(t: Translate, error: unknown): string {
  const code = codeOf(error);
  if (code === "code_unknown" || code === "not_found" || code === "validation")
    return t("errors.link_unknown");
  if (code === "code_expired") return t("errors.link_expired");
  return codeSentence(t, code);
}
