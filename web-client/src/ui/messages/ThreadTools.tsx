import { Ellipsis } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { changeConversation } from "../../protocol/conversations";
import type { Conversation } from "../../protocol/message";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { useMail } from "./mail";
import "../components/menu.css";

/** What else can be done with a conversation. */
export function ThreadTools({ conversation, name }: { conversation: Conversation; name: string }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const { mailbox } = useMail();
  const { id, status } = conversation;

  function change(to: Conversation["status"], done: "archived" | "restored") {
    changeConversation(api, id, to).then(
      (changed) => {
        mailbox.put(changed);
        say(t(`messages.${done}`, { name }));
      },
      (error) => say(errorSentence(t, error), "error"),
    );
  }

  if (status === "blocked") return null;
  return (
    <MenuTrigger>
      <Button
        aria-label={t("messages.more", { name })}
        className="button button-secondary icon-button thread-more"
      >
        <Ellipsis size={20} aria-hidden="true" />
      </Button>
      <Popover className="menu-popover" placement="bottom end">
        <Menu aria-label={t("messages.more", { name })}>
          {status === "archived" ? (
            <MenuItem className="menu-item" onAction={() => change("active", "restored")}>
              {t("messages.restore")}
            </MenuItem>
          ) : (
            <MenuItem className="menu-item" onAction={() => change("archived", "archived")}>
              {t("messages.archive")}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
