import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { enableWebhook, removeWebhook, seeWebhook, type Webhook } from "../../protocol/webhooks";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { SentenceDialog } from "../components/SentenceDialog";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { DeliveriesDialog } from "./DeliveriesDialog";
import { webhooksKey } from "./webhooksKey";

/** One program that is told, how that goes, what can be done about it. */
export function WebhookLine({ webhook: listed }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const [open, setOpen] = useState<"deliveries" | "removal" | null>(null);
  const { id } = listed;
  const see = () => seeWebhook(api, id);
  const seen = useQuery({ queryKey: [...webhooksKey, "seen", id], queryFn: see, retry: 1 });
  const webhook = seen.data?.answer ?? listed;
  const { url, enabled } = webhook;
  const change = useMutation({
    // Held against what stands here: of two administrators the second is told.
    mutationFn: async () => enableWebhook(api, seen.data ?? (await see()), !enabled),
    onError: (error) => {
      const overtaken = codeOf(error) === "precondition_failed";
      say(overtaken ? t("webhooks.overtaken") : errorSentence(t, error), "error");
    },
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksKey }),
  });
  return (
    <li>
      <div className="line-words">
        <strong>{url}</strong>
        <span>{webhook.events.join(", ")}</span>
        <span>
          <State webhook={webhook} />
        </span>
      </div>
      <div className="line-actions">
        <Button
          size="dense"
          aria-label={t("webhooks.deliveriesNamed", { url })}
          onPress={() => setOpen("deliveries")}
        >
          {t("webhooks.deliveries")}
        </Button>
        <Button
          size="dense"
          aria-label={t(enabled ? "webhooks.disableNamed" : "webhooks.enableNamed", { url })}
          busy={change.isPending}
          onPress={() => change.mutate()}
        >
          {t(enabled ? "webhooks.disable" : "webhooks.enable")}
        </Button>
        <Button
          size="dense"
          aria-label={t("webhooks.removeNamed", { url })}
          onPress={() => setOpen("removal")}
        >
          {t("webhooks.remove")}
        </Button>
      </div>
      {open === "deliveries" && <DeliveriesDialog webhook={webhook} onClose={() => setOpen(null)} />}
      {open === "removal" && <RemoveDialog webhook={webhook} onClose={() => setOpen(null)} />}
    </li>
  );
}

function State({ webhook: { disabled_for, failing_since } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  if (disabled_for)
    return (
      <Badge kind={disabled_for === "hand" ? "plain" : "error"}>
        {t(`webhooks.disabledFor.${disabled_for}`)}
      </Badge>
    );
  return failing_since ? (
    <Badge kind="warn">{t("webhooks.failing")}</Badge>
  ) : (
    <Badge kind="ok">{t("webhooks.enabled")}</Badge>
  );
}

/** Asks once: what waits for it is forgotten. */
function RemoveDialog({ webhook: { id, url }, onClose }: { webhook: Webhook; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => removeWebhook(api, id),
    onSuccess: () => {
      say(t("webhooks.removed"));
      onClose();
      return queries.invalidateQueries({ queryKey: webhooksKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <SentenceDialog title={t("webhooks.askTitle")} open onClose={onClose}>
      <p>{t("webhooks.askText", { url })}</p>
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          {t("accounts.cancel")}
        </Button>
        <Button variant="danger" busy={removal.isPending} onPress={() => removal.mutate()}>
          {t("webhooks.remove")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
