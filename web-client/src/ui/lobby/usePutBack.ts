import { putBack } from "../../protocol/doorkeeping";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** @returns puts somebody who is in the call back into the waiting room */
export function usePutBack(consultationId: string): (participantId: string) => void {
  const { t } = useTranslation();
  const { api } = useSession();
  return (participantId) => {
    putBack(api, consultationId, participantId).catch((error) => say(errorSentence(t, error), "error"));
  };
}
