import { useContext } from "react";
import { type Mailbox, unreadOf } from "../../messages/mailbox";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { MailContext } from "./mail";
import "./unread.css";

/** How many messages wait to be read; nothing where there are none. */
export function UnreadCount() {
  const mail = useContext(MailContext);
  return mail && <CountOf mailbox={mail.mailbox} />;
}

function CountOf({ mailbox }: { mailbox: Mailbox }) {
  return <Unread count={unreadOf(useSnapshot(mailbox))} />;
}

/** A number in a disc, in words for those who do not see it. */
export function Unread({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className="unread">
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="visually-hidden">{t("messages.unread", { count })}</span>
    </span>
  );
}
