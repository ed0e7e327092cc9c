import { CircleCheck, DoorOpen, TriangleAlert, X } from "lucide-react";
import { useRef } from "react";
import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  type UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components";
import { useTranslation } from "../i18n/useTranslation";
import { AriaLanguage } from "./AriaLanguage";
import type { Entry, Message } from "./Toasts";
import { useClearOfFocus } from "./useClearOfFocus";
import "./toasts.css";

const icons = { ok: CircleCheck, error: TriangleAlert, door: DoorOpen };

/** The region where sentences and cards stand. */
export function ToastShelf({ queue }: { queue: ToastQueue<Entry> }) {
  const { t } = useTranslation();
  const region = useRef<HTMLDivElement>(null);
  const elsewhere = useClearOfFocus(region);
  return (
    <AriaLanguage>
      <ToastRegion
        ref={region}
        queue={queue}
        aria-label={t("common.notifications")}
        className={elsewhere ? "toasts toasts-elsewhere" : "toasts"}
      >
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
    </AriaLanguage>
  );
}

function Sentence({ message: { kind, text, action }, onDone }: { message: Message; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <>
      <Icon kind={kind} />
      {/* An error is said at once, the rest when the reader pauses. */}
      <ToastContent className="toast-text" role={kind === "error" ? "alert" : "status"}>
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
