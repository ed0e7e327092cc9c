import { type ReactNode, useSyncExternalStore } from "react";
import { UNSTABLE_ToastQueue as ToastQueue } from "react-aria-components";
import { later } from "./later";

/** A sentence, or a card with its own controls. */
export type Entry = Message | { card: ReactNode };

export interface Message {
  text: string;
  kind: "ok" | "error" | "door";
  action?: Action | undefined;
}

/** What can be done about a message. */
interface Action {
  label: string;
  onPress(): void;
}

/** React Aria still marks its toasts unstable: this file and the shelf alone know them. */
const queue = new ToastQueue<Entry>({ maxVisibleToasts: 3 });

/** Information goes after six seconds, an error or something to be done stays until it is closed. @returns closes it */
export function say(text: string, kind: Message["kind"] = "ok", action?: Action): () => void {
  const key = queue.add({ text, kind, action }, kind === "ok" ? { timeout: 6_000 } : {});
  return () => queue.close(key);
}

/** A card stays until the returned function is called. */
export function showCard(card: ReactNode): () => void {
  const key = queue.add({ card });
  return () => queue.close(key);
}

const ToastShelf = later(() => import("./ToastShelf"), "ToastShelf");

/** Nothing until there is something to say. */
export function Toasts() {
  const some = useSyncExternalStore(
    (changed) => queue.subscribe(changed),
    () => queue.visibleToasts.length > 0,
  );
  return some && <ToastShelf queue={queue} />;
}
