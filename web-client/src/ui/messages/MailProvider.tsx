import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { mailboxOf } from "../../client/mailboxOf";
import type { User } from "../../protocol/apiClient";
import type { Signaling } from "../../protocol/signaling";
import { useSession } from "../session/session";
import { useNews } from "../session/useNews";
import { type Mail, MailContext } from "./mail";

/** Gives the pages of somebody signed in their messages; administrators have none. */
export function MailProvider({ children }: { children: ReactNode }) {
  const { user } = useSession();
  if (!user || user.role === "admin") return children;
  return (
    <Postman key={user.id} user={user}>
      {children}
    </Postman>
  );
}

function Postman({ user, children }: { user: User; children: ReactNode }) {
  const { api } = useSession();
  const [mailbox] = useState(() => mailboxOf(api, user));
  const connection = useRef<Signaling | null>(null);
  useNews(
    useCallback(
      (signaling: Signaling) => {
        connection.current = signaling;
        mailbox.listen(signaling);
      },
      [mailbox],
    ),
  );
  useEffect(() => void mailbox.load(), [mailbox]);
  const mail = useMemo<Mail>(
    () => ({
      mailbox,
      sayTyping: (conversationId, typing) => {
        // Nothing depends on it: where it does not come through it is not said again.
        connection.current?.request("typing", { conversationId, typing }).catch(() => undefined);
      },
    }),
    [mailbox],
  );
  return <MailContext value={mail}>{children}</MailContext>;
}
