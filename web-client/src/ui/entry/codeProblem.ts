import { codeLength, lettersOutsideAlphabet, normaliseCode } from "../../protocol/conferenceCode";
import type { Translate } from "../i18n/translate";

/** What is wrong with a code: a strange letter is told at once, the rest when it is handed in. */
export function codeProblem(t: Translate, typed: string, when: "typing" | "submitting"): string | null {
  const code = normaliseCode(typed);
  const strange = lettersOutsideAlphabet(code);
  if (strange.length > 0 && code.length <= codeLength + 2) {
    return t("join.codeLetters", { letters: strange.join(", ") });
  }
  if (when === "typing") return null;
  if (code === "") return t("join.codeMissing");
  if (code.length < codeLength) return t("join.codeShort");
  return code.length > codeLength ? t("join.codeLong") : null;
}
