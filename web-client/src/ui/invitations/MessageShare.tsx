import { useMutation } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { sendMessage, startConversation } from "../../protocol/conversations";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** Sends link and code to a patient with an account, in the conversation that the two have here. */
export function MessageShare({ patientId, text }: { patientId: string; text: string }) {
  const { t } = useTranslation();
  const { api } = useSession();
  // One message, however often it is tried.
  const [clientId] = useState(() => crypto.randomUUID());
  const share = useMutation({
    mutationFn: async () => {
      const { id } = await startConversation(api, { patientId });
      return sendMessage(api, id, { clientId, content: text, type: "text" });
    },
    onSuccess: () => say(t("invitations.messageSent")),
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <Button
      icon={<MessageSquare size={20} aria-hidden="true" />}
      busy={share.isPending}
      disabled={share.isSuccess}
      onPress={() => share.mutate()}
    >
      {t(share.isSuccess ? "invitations.sent" : "invitations.message")}
    </Button>
  );
}
