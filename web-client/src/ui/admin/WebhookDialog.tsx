import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { createWebhook, type WebhookEvent, webhookEvents } from "../../protocol/webhooks";
import { Button } from "../components/Button";
import { Checks } from "../components/Checks";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { SecretDialog } from "./SecretDialog";
import { webhooksKey } from "./webhooksKey";

/** Has another program told; the secret that signs is on the screen this once. */
export function WebhookDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<WebhookEvent[]>([]);
  const [wrong, setWrong] = useState({ url: false, events: false });
  const field = useRef<HTMLInputElement>(null);
  const creation = useMutation({
    mutationFn: () => createWebhook(api, { url: url.trim(), events: chosen }),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksKey }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const missing = { url: !URL.canParse(url.trim()), events: chosen.length === 0 };
    setWrong(missing);
    if (missing.url) field.current?.focus();
    if (!missing.url && !missing.events) creation.mutate();
  }

  if (creation.data)
    return (
      <SecretDialog
        title={t("webhooks.secretTitle")}
        secret={creation.data.secret}
        copy={t("webhooks.copy")}
        copied={t("webhooks.copied")}
        onClose={onClose}
      />
    );
  return (
    <SentenceDialog title={t("webhooks.newTitle")} open onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label={t("webhooks.url")}
          hint={t("webhooks.urlHint")}
          error={wrong.url ? t("webhooks.urlMissing") : null}
          type="url"
          autoComplete="off"
          autoFocus
          maxLength={2048}
          value={url}
          onChange={setUrl}
          input={{ ref: field }}
        />
        <Checks
          label={t("webhooks.events")}
          error={wrong.events ? t("webhooks.eventsMissing") : null}
          choices={webhookEvents.map((id) => ({ id, name: id }))}
          chosen={chosen}
          onChoose={setChosen}
        />
        {creation.isError && <Notice kind="error">{errorSentence(t, creation.error)}</Notice>}
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("accounts.cancel")}</Button>
          <Button type="submit" variant="primary" busy={creation.isPending} busyLabel={t("day.creating")}>
            {t("webhooks.create")}
          </Button>
        </div>
      </form>
    </SentenceDialog>
  );
}
