import { MessageSquare } from "lucide-react";
import { Button } from "../ui/components/Button";
import { useTranslation } from "../ui/i18n/useTranslation";
import { UnreadCount } from "../ui/messages/UnreadCount";
import { useEmbedding } from "./embedding";
import { Scope } from "./Scope";

export interface MessageButtonProps {
  /** Account to write to: for doctors a patient's, for patients a doctor's. Without it all conversations open. */
  person?: string;
}

/** Opens and closes the message widget; says how many messages wait to be read. */
export function MessageButton({ person }: MessageButtonProps) {
  const { messages, setMessages } = useEmbedding();
  const { t } = useTranslation();
  return (
    <Scope>
      <Button
        icon={<MessageSquare size={20} aria-hidden="true" />}
        aria-expanded={messages !== null}
        onPress={() => setMessages(messages ? null : { person: person ?? null })}
      >
        {t("embedded.messages")} <UnreadCount />
      </Button>
    </Scope>
  );
}
