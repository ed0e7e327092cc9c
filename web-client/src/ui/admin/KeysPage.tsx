import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { type ApiKey, listApiKeys, revokeApiKey } from "../../protocol/apiKeys";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { errorSentence } from "../components/errorSentence";
import { SentenceDialog } from "../components/SentenceDialog";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { dateAndTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";
import { KeyDialog } from "./KeyDialog";
import { keysKey } from "./keysKey";

/** `/admin/keys`: which servers may make rooms and tokens. */
export function KeysPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const [creating, setCreating] = useState(false);
  const keys = useQuery({ queryKey: keysKey, queryFn: () => listApiKeys(api), retry: 1 });
  return (
    <AdminPage
      title={t("admin.sections.keys")}
      tools={
        <Button
          variant="primary"
          icon={<KeyRound size={20} aria-hidden="true" />}
          onPress={() => setCreating(true)}
        >
          {t("keys.new")}
        </Button>
      }
    >
      <Card title={t("keys.list")} busy={keys.isPending}>
        <p className="card-note">{t("keys.what")}</p>
        <Waiting pending={keys.isPending} error={keys.error} onRetry={() => void keys.refetch()} />
        {keys.data?.items.length === 0 && <Empty title={t("keys.none")}>{t("keys.noneText")}</Empty>}
        <ul className="lines">
          {keys.data?.items.map((key) => (
            <KeyLine key={key.id} apiKey={key} />
          ))}
        </ul>
      </Card>
      {creating && <KeyDialog onClose={() => setCreating(false)} />}
    </AdminPage>
  );
}

function KeyLine({ apiKey: key }: { apiKey: ApiKey }) {
  const { t, language } = useTranslation();
  const [asking, setAsking] = useState(false);
  const date = (text: string) => dateAndTime(new Date(text), language);
  return (
    <li>
      <div className="line-words">
        <strong>{key.name}</strong>
        <span>{key.scopes.join(", ")}</span>
        <span>
          {key.last_used_at ? t("keys.used", { date: date(key.last_used_at) }) : t("keys.unused")}
          {key.expires_at && ` ${t("keys.expires", { date: date(key.expires_at) })}`}
        </span>
      </div>
      <Button
        size="dense"
        aria-label={t("keys.revokeNamed", { name: key.name })}
        onPress={() => setAsking(true)}
      >
        {t("keys.revoke")}
      </Button>
      {asking && <RevokeDialog apiKey={key} onClose={() => setAsking(false)} />}
    </li>
  );
}

/** Asks once: a server that uses the key stops working. */
function RevokeDialog({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const revocation = useMutation({
    mutationFn: () => revokeApiKey(api, id),
    onSuccess: () => {
      say(t("keys.revoked", { name }));
      onClose();
      return queries.invalidateQueries({ queryKey: keysKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <SentenceDialog title={t("keys.askTitle", { name })} open onClose={onClose}>
      <p>{t("keys.askText")}</p>
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          {t("accounts.cancel")}
        </Button>
        <Button variant="danger" busy={revocation.isPending} onPress={() => revocation.mutate()}>
          {t("keys.revoke")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
