import type { Message } from "../../protocol/message";
import type { Translate } from "../i18n/translate";

const systemWords = ["consultation_started", "consultation_ended"] as const;

/** A message in one line: its text, or what it is. */
export function messageWords(
  t: Translate,
  { type, content }: Pick<Message, "type" | "content">,
  fileName?: string,
): string {
  if (type === "system") {
    const known = systemWords.find((word) => word === content);
    return known ? t(`messages.system.${known}`) : content;
  }
  return content || fileName || t(type === "image" ? "messages.image" : "messages.file");
}
