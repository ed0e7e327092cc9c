import { useEffect, useRef } from "react";
import type { CallChat } from "../../messages/callChat";
import type { PanelChoice } from "../call/usePanel";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";

/** Tells of messages while the panel is closed: a count, and a toast, which screen readers say. @returns the count */
export function useChatNews(chat: CallChat, panel: PanelChoice): number {
  const { t } = useTranslation();
  const { unread, latest } = useSnapshot(chat);
  const isOpen = panel.open === "chat";
  const { toggle } = panel;
  const show = useRef(toggle);
  show.current = toggle;
  const close = useRef<(() => void) | null>(null);
  useEffect(() => chat.setOpen(isOpen), [chat, isOpen]);
  useEffect(() => () => chat.setOpen(false), [chat]);
  useEffect(() => {
    // One toast tells of the newest, however many came.
    close.current?.();
    close.current = latest
      ? say(t("chat.from", { name: latest.senderName }), "ok", {
          label: t("chat.read"),
          onPress: () => show.current("chat"),
        })
      : null;
  }, [t, latest]);
  return unread;
}
