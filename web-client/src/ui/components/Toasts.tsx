import { CircleCheck, DoorOpen, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
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

/** A sentence, or a card with its own controls. */
type Entry = Message | { card: ReactNode };

interface Message {
  text: string;
  kind: "ok" | "error" | "door";
  action?: Action | undefined;
}

/** What can be done about a message. */
interface Action {
  label: string;
  onPress(): void;
}

const icons = { ok: CircleCheck, error: TriangleAlert, door: DoorOpen };

/** React Aria still marks its toasts unstable: this file alone knows them. */
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

export function Toasts() {
  const { t } = useTranslation();
  return (
    <ToastRegion queue={queue} aria-label={t("common.notifications")} className="toasts">
      {({ toast }) =>
        "card" in toast.content ? (
          <Toast toast={toast} className="toast toast-card">
            <ToastContent className="toast-text">{toast.content.card}</ToastContent>
          </Toast>
        ) : (
          <Toast toast={toast} className={`toast toast-${toast.content.kind}`}>
            <Sentence message={toast.content} onDone={() => queue.close(toast.key)} />
          </Toast>
        )
      }
    </ToastRegion>
  );
}

function Sentence({ message: { kind, text, action }, onDone }: { message: Message; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <>
      <Icon kind={kind} />
      <ToastContent className="toast-text">
        <Text slot="title">{text}</Text>
      </ToastContent>
      {action && (
        <Button
          className="button button-primary button-staff"
          onPress={() => {
            onDone();
            action.onPress();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button slot="close" aria-label={t("common.close")} className="button button-ghost icon-button">
        <X size={20} aria-hidden="true" />
      </Button>
    </>
  );
}

function Icon({ kind }: Pick<Message, "kind">) {
  const Shape = icons[kind];
  return <Shape size={20} aria-hidden="true" />;
}
