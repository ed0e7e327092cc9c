import type { Translate } from "../i18n/translate";
import { say } from "./Toasts";

/** Puts a text on the clipboard, and says so. */
export function copyText(t: Translate, text: string, done: string): void {
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
  copied.then(
    () => say(done),
    () => say(t("ready.notCopied"), "error"),
  );
}
