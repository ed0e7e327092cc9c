import type { JoinAdvice } from "../../protocol/joining";
import type { Translate } from "../i18n/translate";

/** The port of most servers, until one's own has told its. */
const usualPort = 443;

/** What to do about the own way into the call; null where all is well. */
export function ownJoinSentence(t: Translate, advice: JoinAdvice | null, port: number | null): string | null {
  return advice && t(`joining.own.${advice}`, { port: port ?? usualPort });
}

/** The same about somebody else, for their doctor. */
export function otherJoinSentence(t: Translate, name: string, advice: JoinAdvice): string {
  return t(`joining.other.${advice}`, { name });
}

/** Whether it keeps somebody from taking part, and so cannot wait. */
export function isGrave(advice: JoinAdvice): boolean {
  return advice !== "another_way";
}
