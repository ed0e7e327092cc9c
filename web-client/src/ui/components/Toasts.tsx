import { CircleCheck, TriangleAlert, X } from "lucide-react";
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import "./toasts.css";

interface Message {
  text: string;
  kind: "ok" | "error";
}

/** React Aria still marks its toasts unstable: this file alone knows them. */
const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Information goes after six seconds, an error stays until it is closed. */
export function say(text: string, kind: Message["kind"] = "ok"): void {
  queue.add({ text, kind }, kind === "ok" ? { timeout: 6_000 } : {});
}

export function Toasts() {
  const { t } = useTranslation();
  return (
    <ToastRegion queue={queue} aria-label={t("common.notifications")} className="toasts">
      {({ toast }) => (
        <Toast toast={toast} className={`toast toast-${toast.content.kind}`}>
          {toast.content.kind === "ok" ? (
            <CircleCheck size={20} aria-hidden="true" />
          ) : (
            <TriangleAlert size={20} aria-hidden="true" />
          )}
          <ToastContent className="toast-text">
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          <Button slot="close" aria-label={t("common.close")} className="button button-ghost icon-button">
            <X size={20} aria-hidden="true" />
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
