import { ArrowLeft } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { Conversation } from "../../protocol/message";
import { Presence } from "../calls/CallButtons";
import { useContacts } from "../calls/useContacts";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Notice } from "../components/Notice";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";
import { Composer } from "./Composer";
import { useMail } from "./mail";
import { otherOf } from "./otherOf";
import { ThreadLog } from "./ThreadLog";
import { ThreadTools } from "./ThreadTools";
import { useReading } from "./useReading";
import "./thread.css";

interface ThreadViewProps {
  conversation: Conversation;
  /** What else can be done with the other one, in the header. */
  tools?: ReactNode;
  onClose(): void;
}

/** What two people wrote to each other, and the field to write in. */
export function ThreadView({ conversation, tools, onClose }: ThreadViewProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { mailbox, sayTyping } = useMail();
  const { id, status, blockedBy } = conversation;
  const thread = mailbox.thread(id);
  const snapshot = useSnapshot(thread);
  const writer = useSnapshot(mailbox).typing.get(id);
  useReading(id, snapshot);
  const heading = useId();
  const other = user && otherOf(conversation, user);
  const contact = useContacts()?.find((known) => known.id === other?.id);
  if (!user || !other) return null;
  const { name } = other;
  return (
    <section className="thread" aria-labelledby={heading}>
      <header className="thread-header">
        <span className="thread-back">
          <Button
            variant="ghost"
            icon={<ArrowLeft size={20} className="along" aria-hidden="true" />}
            aria-label={t("messages.back")}
            onPress={onClose}
          >
            {t("messages.backShort")}
          </Button>
        </span>
        <Avatar name={name} />
        <div className="thread-who">
          <h2 id={heading}>{name}</h2>
          {contact && <Presence online={contact.online} />}
        </div>
        {tools}
        <ThreadTools conversation={conversation} name={name} />
      </header>
      <Waiting
        pending={snapshot.state === "loading" && snapshot.entries.length === 0}
        error={snapshot.state === "failed" || null}
        onRetry={() => void thread.load()}
      />
      <ThreadLog thread={thread} snapshot={snapshot} self={user.id} name={name} />
      <p className="thread-typing" role="status">
        {writer && t("messages.typing", { name: writer })}
      </p>
      {status === "blocked" ? (
        <Notice kind="info">
          {t(blockedBy === user.id ? "messages.blockedByYou" : "messages.blocked", { name })}
        </Notice>
      ) : (
        <Composer
          draftKey={id}
          label={t("messages.write", { name })}
          onSend={(text) => thread.send(text)}
          onFile={(file) => thread.sendFile(file)}
          onTyping={(typing) => sayTyping(id, typing)}
        />
      )}
    </section>
  );
}
