import { useEffect } from "react";
import type { Incoming } from "../../call/phone";
import { ring } from "../../media/ringtone";
import { useTranslation } from "../i18n/useTranslation";
import { silence } from "./silence";

/** Sound, the page's title and, where the page is hidden, a notification of the system say who calls. */
export function useRinging(incoming: readonly Incoming[]): void {
  const { t } = useTranslation();
  const silent = silence.useOn();
  const call = incoming[0];
  const rings = call !== undefined;
  const words = call ? t("calls.incoming", { name: call.from.name }) : null;
  const callId = call?.callId;

  useEffect(() => (rings && !silent ? ring() : undefined), [rings, silent]);
  useEffect(() => {
    if (!words) return;
    const before = document.title;
    document.title = words;
    return () => {
      if (document.title === words) document.title = before;
    };
  }, [words]);
  useEffect(() => {
    if (words && callId) return notify(words, callId);
  }, [words, callId]);
}

/** Where it is permitted and nobody looks. @returns takes it back */
function notify(words: string, tag: string): (() => void) | undefined {
  if (!("Notification" in window) || Notification.permission !== "granted" || !document.hidden) return;
  try {
    const notification = new Notification(words, { tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return () => notification.close();
  } catch {
    // A phone's browser shows notifications from a service worker alone.
    return;
  }
}
