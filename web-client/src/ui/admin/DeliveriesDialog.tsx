import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import {
  listDeliveries,
  pingWebhook,
  redeliver,
  type Webhook,
  type WebhookDelivery,
} from "../../protocol/webhooks";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { errorSentence } from "../components/errorSentence";
import { SentenceDialog } from "../components/SentenceDialog";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { dateAndTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { webhooksKey } from "./webhooksKey";

/** What becomes of deliveries is looked at this often, in milliseconds, while the list is open. */
const lookEvery = 3000;

const kinds = { waiting: "warn", delivered: "ok", failed: "error" } as const;

/** What a program was sent, to be sent again. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const deliveries = useInfiniteQuery({
    queryKey: [...webhooksKey, webhook.id],
    queryFn: ({ pageParam }) => listDeliveries(api, webhook.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: lookEvery,
    retry: 1,
  });
  const ping = useSending(() => pingWebhook(api, webhook.id));
  const rows = deliveries.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SentenceDialog title={t("webhooks.deliveries")} open onClose={onClose}>
      <p className="card-note">{webhook.url}</p>
      <Waiting
        pending={deliveries.isPending}
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
      />
      {deliveries.data && rows.length === 0 && <Empty title={t("webhooks.noDeliveries")} />}
      <ul className="lines">
        {rows.map((delivery) => (
          <DeliveryLine key={delivery.id} webhook={webhook} delivery={delivery} />
        ))}
      </ul>
      {deliveries.hasNextPage && (
        <Button busy={deliveries.isFetchingNextPage} onPress={() => void deliveries.fetchNextPage()}>
          {t("audit.more")}
        </Button>
      )}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("ready.done")}</Button>
        {webhook.enabled && (
          <Button variant="primary" busy={ping.isPending} onPress={() => ping.mutate()}>
            {t("webhooks.ping")}
          </Button>
        )}
      </div>
    </SentenceDialog>
  );
}

function DeliveryLine({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDelivery }) {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const date = (text: string) => dateAndTime(new Date(text), language);
  const again = useSending(() => redeliver(api, webhook.id, delivery.id));
  return (
    <li>
      <div className="line-words">
        <strong>{delivery.event}</strong>
        <span>
          {date(delivery.created_at)}
          {" · "}
          {delivery.status_code === null
            ? t("webhooks.attempts", { count: delivery.attempts })
            : t("webhooks.answered", { count: delivery.attempts, status: delivery.status_code })}
        </span>
        {delivery.next_attempt_at && delivery.attempts > 0 && (
          <span>{t("webhooks.next", { date: date(delivery.next_attempt_at) })}</span>
        )}
      </div>
      <Badge kind={kinds[delivery.state]}>{t(`webhooks.state.${delivery.state}`)}</Badge>
      {webhook.enabled && (
        <Button
          size="dense"
          aria-label={t("webhooks.againNamed", { event: delivery.event, date: date(delivery.created_at) })}
          busy={again.isPending}
          onPress={() => again.mutate()}
        >
          {t("webhooks.again")}
        </Button>
      )}
    </li>
  );
}

function useSending(send: () => Promise<WebhookDelivery>) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksKey }),
    onError: (error) => say(errorSentence(t, error), "error"),
  });
}
