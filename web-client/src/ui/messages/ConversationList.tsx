import { Archive, Inbox, Plus } from "lucide-react";
import { useState } from "react";
import type { MailboxSnapshot } from "../../messages/mailbox";
import type { Conversation } from "../../protocol/message";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { SearchField } from "../components/SearchField";
import { Waiting } from "../components/Waiting";
import { dayOrTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { messageWords } from "./messageWords";
import { otherOf } from "./otherOf";
import { Unread } from "./UnreadCount";

interface ConversationListProps extends Pick<MailboxSnapshot, "state" | "conversations"> {
  open: string | null;
  onOpen(id: string): void;
  onRetry(): void;
  /** Where there is a way to begin one. */
  onNew?: (() => void) | undefined;
}

/** Conversations, the newest first, with what is unread. */
export function ConversationList(props: ConversationListProps) {
  const { state, conversations, open, onOpen, onRetry, onNew } = props;
  const { t } = useTranslation();
  const { user } = useSession();
  const [search, setSearch] = useState("");
  const [archived, setArchived] = useState(false);
  const wanted = search.trim().toLocaleLowerCase();
  const shown = conversations.filter(
    (conversation) =>
      (conversation.status === "archived") === archived &&
      user !== null &&
      otherOf(conversation, user).name.toLocaleLowerCase().includes(wanted),
  );
  const empty = search ? "noMatch" : archived ? "noneArchived" : "none";
  return (
    <section
      className="conversations"
      aria-label={t("messages.conversations")}
      aria-busy={state === "loading"}
    >
      <div className="conversations-tools">
        <SearchField label={t("messages.search")} value={search} onChange={setSearch} />
        {onNew && (
          <Button icon={<Plus size={20} aria-hidden="true" />} onPress={onNew}>
            {t("messages.new")}
          </Button>
        )}
      </div>
      <Waiting pending={state === "loading"} error={state === "failed" || null} onRetry={onRetry} />
      {state === "ready" && shown.length === 0 && (
        <Empty title={t(`messages.${empty}`)}>
          {empty === "none" && (
            <p>{t(`messages.noneText.${user?.role === "doctor" ? "doctor" : "patient"}`)}</p>
          )}
        </Empty>
      )}
      <ul>
        {shown.map((conversation) => (
          <li key={conversation.id}>
            <ConversationLine
              conversation={conversation}
              isOpen={conversation.id === open}
              onOpen={() => onOpen(conversation.id)}
            />
          </li>
        ))}
      </ul>
      <Button
        variant="ghost"
        icon={archived ? <Inbox size={20} aria-hidden="true" /> : <Archive size={20} aria-hidden="true" />}
        onPress={() => setArchived(!archived)}
      >
        {t(archived ? "messages.showActive" : "messages.showArchived")}
      </Button>
    </section>
  );
}

interface ConversationLineProps {
  conversation: Conversation;
  isOpen: boolean;
  onOpen(): void;
}

function ConversationLine({ conversation, isOpen, onOpen }: ConversationLineProps) {
  const { t, language } = useTranslation();
  const { user } = useSession();
  const { lastMessage, unreadCount } = conversation;
  if (!user) return null;
  const { name } = otherOf(conversation, user);
  const words = lastMessage ? messageWords(t, lastMessage) : t("messages.empty");
  return (
    <button
      type="button"
      className={unreadCount > 0 ? "conversation conversation-unread" : "conversation"}
      aria-current={isOpen ? "true" : undefined}
      onClick={onOpen}
    >
      <Avatar name={name} />
      <span className="conversation-words">
        <span className="conversation-name">{name}</span>
        <span className="conversation-last">
          {lastMessage?.senderId === user.id ? t("messages.you", { words }) : words}
        </span>
      </span>
      <span className="conversation-end">
        {lastMessage && <time>{dayOrTime(new Date(lastMessage.timestamp), language)}</time>}
        <Unread count={unreadCount} />
      </span>
    </button>
  );
}
