import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { codeOf } from "../../protocol/apiError";
import { startCall } from "../../protocol/calls";
import type { ConsultationMode } from "../../protocol/consultation";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useSession } from "../session/session";
import { useRinger } from "./ringerContext";

/** Rings somebody; the card of the call says what comes of it. */
export function useCalling() {
  const { t } = useTranslation();
  const { api } = useSession();
  const ringer = useRinger();
  return useMutation({
    mutationFn: ({ id, mode }: { id: string; mode: ConsultationMode }) => startCall(api, id, mode),
    onSuccess: (call) => ringer.called(call),
    onError: (error) => {
      const inCall = codeOf(error) === "conflict";
      say(inCall ? t("ringing.conflict") : errorSentence(t, error), "error");
    },
  });
}
