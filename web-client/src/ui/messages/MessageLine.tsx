import { CalendarDays, Check, CheckCheck } from "lucide-react";
import type { Message } from "../../protocol/message";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { FileBubble } from "./FileBubble";
import { messageWords } from "./messageWords";
import "./message.css";

/** One message, whose it is by its side, its colour and, for those who do not see, its words. */
export function MessageLine({ message, own }: { message: Message; own: boolean }) {
  const { t, language } = useTranslation();
  const { type, content, timestamp, senderName, metadata, status } = message;
  const time = timeOfDay(new Date(timestamp), language);
  if (type === "system") {
    return (
      <p className="message-system">
        <CalendarDays size={20} aria-hidden="true" />
        <span>
          {messageWords(t, message)}, <time>{time}</time>
        </span>
      </p>
    );
  }
  return (
    <div className={own ? "message message-own" : "message"}>
      <span className="visually-hidden">{own ? t("messages.fromYou") : senderName}</span>
      {metadata?.fileUrl && <FileBubble facts={metadata} isImage={type === "image"} />}
      {content && <p className="bubble">{content}</p>}
      <p className="message-foot">
        <span>
          <time dateTime={timestamp}>{time}</time>
          {own && `, ${t(`messages.status.${status}`)}`}
        </span>
        {own &&
          (status === "sent" ? (
            <Check size={15} aria-hidden="true" />
          ) : (
            <CheckCheck size={15} aria-hidden="true" />
          ))}
      </p>
    </div>
  );
}
