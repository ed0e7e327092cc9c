import { X } from "lucide-react";
import { useState } from "react";
import { Button as IconButton } from "react-aria-components";
import type { User } from "../protocol/apiClient";
import { useTranslation } from "../ui/i18n/useTranslation";
import { ConversationList } from "../ui/messages/ConversationList";
import { useMail } from "../ui/messages/mail";
import { ThreadView } from "../ui/messages/ThreadView";
import { useStart } from "../ui/messages/useStart";
import { useSnapshot } from "../ui/session/callKit";
import { useSession } from "../ui/session/session";
import { useEmbedding } from "./embedding";
import { Scope } from "./Scope";
import "../ui/messages/messagesPage.css";

/** One's conversations in a corner of the page, shown while a message button has them open. */
export function MessageWidget() {
  const { messages } = useEmbedding();
  return (
    messages && (
      <Scope>
        <Widget key={messages.person} person={messages.person} />
      </Scope>
    )
  );
}

function Widget({ person }: { person: string | null }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { setMessages } = useEmbedding();
  return (
    <section className="embedded-messages" aria-label={t("embedded.messages")}>
      <header className="embedded-head">
        <h2>{t("embedded.messages")}</h2>
        <IconButton
          className="button button-ghost icon-button"
          aria-label={t("common.close")}
          onPress={() => setMessages(null)}
        >
          <X size={20} aria-hidden="true" />
        </IconButton>
      </header>
      {user && <Conversations person={person} user={user} />}
    </section>
  );
}

function Conversations({ person, user }: { person: string | null; user: User }) {
  const { mailbox } = useMail();
  const { state, conversations } = useSnapshot(mailbox);
  const [open, setOpen] = useState<string | null>(null);
  useStart(person, user, setOpen);
  const conversation = conversations.find(({ id }) => id === open);
  return conversation ? (
    <ThreadView key={conversation.id} conversation={conversation} onClose={() => setOpen(null)} />
  ) : (
    <ConversationList
      state={state}
      conversations={conversations}
      open={null}
      onOpen={setOpen}
      onRetry={() => void mailbox.load()}
    />
  );
}
