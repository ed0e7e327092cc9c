import { useEffect, useRef } from "react";
import type { User } from "../../protocol/apiClient";
import { startConversation } from "../../protocol/conversations";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { takeSuggestion } from "./drafts";
import { useMail } from "./mail";

/** Opens the conversation with a person, made where there is none; `open` is told its id, null where there can be none. */
export function useStart(to: string | null, user: User, open: (id: string | null) => void): void {
  const { t } = useTranslation();
  const { api } = useSession();
  const { mailbox } = useMail();
  const started = useRef<string | null>(null);
  useEffect(() => {
    if (!to || started.current === to) return;
    started.current = to;
    const other = user.role === "doctor" ? { patientId: to } : { medecinId: to };
    startConversation(api, other).then(
      (conversation) => {
        mailbox.put(conversation);
        takeSuggestion(to, conversation.id);
        open(conversation.id);
      },
      (error) => {
        open(null);
        say(errorSentence(t, error), "error");
      },
    );
  }, [to, user, api, mailbox, open, t]);
}
