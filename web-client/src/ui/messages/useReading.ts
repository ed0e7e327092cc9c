import { useEffect } from "react";
import type { ThreadSnapshot } from "../../messages/thread";
import { useMail } from "./mail";

/** What is on the screen is read, but not while the page is hidden. */
export function useReading(id: string, { entries, state }: ThreadSnapshot): void {
  const { mailbox } = useMail();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is to be read too
  useEffect(() => {
    if (state !== "ready") return;
    const read = () => {
      if (document.visibilityState === "visible") mailbox.read(id);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [id, mailbox, state, entries]);
}
