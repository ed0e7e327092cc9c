import type { TFunction } from "i18next";
import { say } from "./Toasts";

/** Puts a text on the clipboard, and says so. */
export function copyText(t: TFunction, text: string, done: string): void {
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
  copied.then(
    () => say(done),
    () => say(t("ready.notCopied"), "error"),
  );
}
