import { useQuery } from "@tanstack/react-query";
import { Clock, Mail, Smartphone, TriangleAlert } from "lucide-react";
import { listUnsent, type UnsentMessage } from "../../protocol/outbox";
import { Badge } from "../components/Badge";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Waiting } from "../components/Waiting";
import { useInstallation } from "../home/useInstallation";
import { dateAndTime } from "../i18n/clock";
import type { Translate } from "../i18n/translate";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";

/** Milliseconds between two looks. */
const refreshEvery = 20_000;

/** What messages are for, as far as there are words for it. */
const purposes = ["account_invitation", "password_reset", "consultation_invitation", "reminder"] as const;

/** Why messages were not taken, likewise. */
const failures = ["refused", "unreachable", "expired"] as const;

/** `/admin/outbox`: e-mails and text messages that wait, or were given up. */
export function OutboxPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const ways = useInstallation()?.invitations;
  const unsent = useQuery({
    queryKey: ["outbox"],
    queryFn: () => listUnsent(api),
    refetchInterval: refreshEvery,
    retry: 1,
  });
  return (
    <AdminPage title={t("admin.sections.outbox")} note={ways && t(`outbox.ways.${waysOf(ways)}`)}>
      <Card title={t("outbox.list")} busy={unsent.isPending}>
        <p className="card-note">{t("outbox.what")}</p>
        <Waiting pending={unsent.isPending} error={unsent.error} onRetry={() => void unsent.refetch()} />
        {unsent.data?.length === 0 && <Empty title={t("outbox.none")} />}
        <ul className="lines">
          {unsent.data?.map((message) => (
            <UnsentLine key={message.id} message={message} />
          ))}
        </ul>
      </Card>
    </AdminPage>
  );
}

function UnsentLine({ message }: { message: UnsentMessage }) {
  const { t, language } = useTranslation();
  const { channel, purpose, about, state, failure, attempts, created_at, due_at } = message;
  const reason = failures.find((one) => one === failure);
  const Way = channel === "mail" ? Mail : Smartphone;
  const date = (text: string) => dateAndTime(new Date(text), language);
  return (
    <li>
      <Way size={20} aria-hidden="true" />
      <div className="line-words">
        <strong>
          {t(`outbox.channel.${channel}`)}
          {t("common.colon")}
          {purposeWords(t, purpose)}
        </strong>
        <span>{t("outbox.written", { date: date(created_at), about })}</span>
        <span>
          {attempts > 0 && `${t("outbox.attempts", { count: attempts })} `}
          {reason && `${t(`outbox.failure.${reason}`)} `}
          {due_at && t("outbox.due", { date: date(due_at) })}
        </span>
      </div>
      {state === "failed" ? (
        <Badge kind="error">
          <TriangleAlert size={15} aria-hidden="true" />
          {t("outbox.failed")}
        </Badge>
      ) : (
        <Badge kind="warn">
          <Clock size={15} aria-hidden="true" />
          {t("outbox.waiting")}
        </Badge>
      )}
    </li>
  );
}

function purposeWords(t: Translate, purpose: string): string {
  const known = purposes.find((one) => one === purpose);
  return known ? t(`outbox.purpose.${known}`) : purpose;
}

function waysOf({ mail, sms }: { mail: boolean; sms: boolean }): "both" | "mail" | "sms" | "none" {
  if (mail) return sms ? "both" : "mail";
  return sms ? "sms" : "none";
}
