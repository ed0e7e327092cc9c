import { useQuery } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { listWebhooks } from "../../protocol/webhooks";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";
import { WebhookDialog } from "./WebhookDialog";
import { WebhookLine } from "./WebhookLine";
import { webhooksKey } from "./webhooksKey";

/** `/admin/webhooks`: which other programs are told what happens, and what they were sent. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const [creating, setCreating] = useState(false);
  const webhooks = useQuery({ queryKey: webhooksKey, queryFn: () => listWebhooks(api), retry: 1 });
  return (
    <AdminPage
      title={t("admin.sections.webhooks")}
      tools={
        <Button
          variant="primary"
          icon={<WebhookIcon size={20} aria-hidden="true" />}
          onPress={() => setCreating(true)}
        >
          {t("webhooks.new")}
        </Button>
      }
    >
      <Card title={t("webhooks.list")} busy={webhooks.isPending}>
        <p className="card-note">{t("webhooks.what")}</p>
        <Waiting
          pending={webhooks.isPending}
          error={webhooks.error}
          onRetry={() => void webhooks.refetch()}
        />
        {webhooks.data?.items.length === 0 && <Empty title={t("webhooks.none")} />}
        <ul className="lines">
          {webhooks.data?.items.map((webhook) => (
            <WebhookLine key={webhook.id} webhook={webhook} />
          ))}
        </ul>
      </Card>
      {creating && <WebhookDialog onClose={() => setCreating(false)} />}
    </AdminPage>
  );
}
