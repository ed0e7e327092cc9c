import { MessagesSquare } from "lucide-react";
import { useCallback } from "react";
import type { User } from "../../protocol/apiClient";
import { LanguageMenu } from "../components/LanguageMenu";
import { PageHeading } from "../components/PageHeading";
import { ThemeMenu } from "../components/ThemeMenu";
import { useTranslation } from "../i18n/useTranslation";
import { SignedInPage } from "../navigation/SignedInPage";
import { useNavigate } from "../router/navigation";
import { useSearchParams } from "../router/useSearchParams";
import { useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";
import { ConversationList } from "./ConversationList";
import { useMail } from "./mail";
import { otherOf } from "./otherOf";
import { ThreadCalls } from "./ThreadCalls";
import { ThreadView } from "./ThreadView";
import { useStart } from "./useStart";
import "./messagesPage.css";

/** `/chat-message`: one's conversations, and one of them beside. `?with=` names that one, `?to=` a person to write to. */
export function MessagesPage() {
  const { user } = useSession();
  return <SignedInPage full>{user && <Messages user={user} />}</SignedInPage>;
}

function Messages({ user }: { user: User }) {
  const { t } = useTranslation();
  const { mailbox } = useMail();
  const { state, conversations } = useSnapshot(mailbox);
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const show = useCallback(
    (id: string | null) => setSearch(id ? { with: id } : {}, { replace: true }),
    [setSearch],
  );
  useStart(search.get("to"), user, show);
  const open = conversations.find(({ id }) => id === search.get("with")) ?? null;
  return (
    <div className={open ? "messages messages-open" : "messages"}>
      <div className="messages-list">
        <header className="messages-head">
          <PageHeading className="page-title">{t("messages.title")}</PageHeading>
          <LanguageMenu short />
          <ThemeMenu />
        </header>
        <ConversationList
          state={state}
          conversations={conversations}
          open={open?.id ?? null}
          onOpen={(id) => setSearch({ with: id })}
          onRetry={() => void mailbox.load()}
          onNew={user.role === "doctor" ? () => void navigate("/patients") : undefined}
        />
      </div>
      {open ? (
        <ThreadView
          key={open.id}
          conversation={open}
          tools={<ThreadCalls userId={otherOf(open, user).id} />}
          onClose={() => setSearch({})}
        />
      ) : (
        <div className="thread-none">
          <MessagesSquare size={40} aria-hidden="true" />
          <p>{t("messages.choose")}</p>
        </div>
      )}
    </div>
  );
}
