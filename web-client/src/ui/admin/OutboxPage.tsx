import { useQuery } from "@tanstack/react-query";
import { Clock, Mail, Smartphone, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { listUnsent, type UnsentMessage } from "../../protocol/outbox";
import { Badge } from "../components/Badge";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Waiting } from "../components/Waiting";
import { useInstallation } from "../home/useInstallation";
import { dateAndTime } from "../i18n/clock";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";

/** Milliseconds between two looks. */
const refreshEvery = 20_000;

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
  const { t, i18n } = useTranslation();
  const { channel, purpose, about, state, failure, attempts, created_at, due_at } = message;
  const Way = channel === "mail" ? Mail : Smartphone;
  const date = (text: string) => dateAndTime(new Date(text), i18n.language);
  return (
    <li>
      <Way size={20} aria-hidden="true" />
      <div className="line-words">
        <strong>
          {t(`outbox.channel.${channel}`)}
          {t("common.colon")}
          {t(`outbox.purpose.${purpose}`, { defaultValue: purpose })}
        </strong>
        <span>{t("outbox.written", { date: date(created_at), about })}</span>
        <span>
          {attempts > 0 && `${t("outbox.attempts", { count: attempts })} `}
          {failure && `${t(`outbox.failure.${failure}`)} `}
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

function waysOf({ mail, sms }: { mail: boolean; sms: boolean }): "both" | "mail" | "sms" | "none" {
  if (mail) return sms ? "both" : "mail";
  return sms ? "sms" : "none";
}
