import { TriangleAlert } from "lucide-react";
import type { CallChat } from "../../messages/callChat";
import type { Entry, Outgoing } from "../../messages/entries";
import type { Thread } from "../../messages/thread";
import { Button } from "../components/Button";
import { timeInSentence } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { chatProblem } from "./chatProblem";
import { FileCard } from "./FileCard";

interface ChatLineProps {
  entry: Entry;
  selfId: string | null;
  chat: CallChat;
}

/** What the server writes itself, as far as there are words for it. */
const told = ["consultation_started", "consultation_ended"] as const;

/** One message, or one on its way; text stays text. */
export function ChatLine({ entry, selfId, chat }: ChatLineProps) {
  const { t, language } = useTranslation();
  const { message, outgoing } = entry;
  if (outgoing) return <OutgoingLine outgoing={outgoing} thread={chat.thread} />;
  const time = timeInSentence(new Date(message.timestamp), language);
  if (message.type === "system") {
    const known = told.find((word) => word === message.content);
    return known ? <li className="chat-state">{t(`chat.system.${known}`, { time })}</li> : null;
  }
  const own = message.senderId === selfId;
  const isFile = message.metadata?.fileUrl !== undefined;
  return (
    <li className={own ? "chat-line chat-own" : "chat-line"}>
      <span className="chat-who">
        {own ? t("call.you") : message.senderName}, {time}
      </span>
      {isFile && message.metadata && <FileCard file={message.metadata} chat={chat} />}
      {!isFile && <p className="chat-text">{message.content}</p>}
    </li>
  );
}

function OutgoingLine({ outgoing, thread }: { outgoing: Outgoing; thread: Thread }) {
  const { t } = useTranslation();
  const { draft, file, problem, progress } = outgoing;
  return (
    <li className="chat-line chat-own" data-state={problem ? "failed" : "sending"}>
      <span className="chat-who">{problem ? t("chat.notSent") : t("chat.sending")}</span>
      <p className="chat-text">
        {!problem && <span className="spinner" aria-hidden="true" />}
        {file ? file.name : draft.content}
      </p>
      {file && !problem && progress !== undefined && (
        <progress
          className="chat-progress"
          aria-label={t("chat.uploading", { name: file.name })}
          value={progress}
        />
      )}
      {problem && (
        <div className="chat-problem">
          <p>
            <TriangleAlert size={18} aria-hidden="true" />
            {t(`chat.problems.${chatProblem(problem)}`)}
          </p>
          <Button size="dense" onPress={() => thread.again(draft.clientId)}>
            {t("chat.again")}
          </Button>
          <Button size="dense" variant="ghost" onPress={() => thread.discard(draft.clientId)}>
            {t("chat.discard")}
          </Button>
        </div>
      )}
    </li>
  );
}
