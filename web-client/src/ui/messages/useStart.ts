import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { User } from "../../protocol/apiClient";
import { startConversation } from "../../protocol/conversations";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useSession } from "../session/session";
import { useMail } from "./mail";

/** Opens the conversation with a person, made where there is none. */
export function useStart(to: string | null, user: User): void {
  const { t } = useTranslation();
  const { api } = useSession();
  const { mailbox } = useMail();
  const [, setSearch] = useSearchParams();
  const started = useRef<string | null>(null);
  useEffect(() => {
    if (!to || started.current === to) return;
    started.current = to;
    const other = user.role === "doctor" ? { patientId: to } : { medecinId: to };
    startConversation(api, other).then(
      (conversation) => {
        mailbox.put(conversation);
        setSearch({ with: conversation.id }, { replace: true });
      },
      (error) => {
        setSearch({}, { replace: true });
        say(errorSentence(t, error), "error");
      },
    );
  }, [to, user, api, mailbox, setSearch, t]);
}
