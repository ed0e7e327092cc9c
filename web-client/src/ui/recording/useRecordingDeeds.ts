import { useState } from "react";
import type { Call } from "../../call/call";
import { codeOf } from "../../protocol/apiError";
import { answerRecording, stopRecording } from "../../protocol/recordings";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** What somebody in the call may do about its recording; what fails is said. */
export function useRecordingDeeds({ sessionId, asides }: Call) {
  const { t } = useTranslation();
  const { api } = useSession();
  const [busy, setBusy] = useState(false);
  const attempt = async (deed: Promise<void>) => {
    setBusy(true);
    await deed.catch((error: unknown) => {
      // It was over, or answered by another tab: the server's word follows.
      if (!["not_found", "conflict"].includes(codeOf(error))) say(errorSentence(t, error), "error");
    });
    setBusy(false);
  };
  return {
    busy,
    answer: (id: string, agreed: boolean) =>
      void attempt(answerRecording(api, sessionId, id, asides.recordings.token, agreed)),
    stop: (id: string) => void attempt(stopRecording(api, sessionId, id, asides.recordings.token)),
  };
}
