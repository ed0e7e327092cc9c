import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { createApiKey, type Scope, scopes } from "../../protocol/apiKeys";
import { Button } from "../components/Button";
import { Checks } from "../components/Checks";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { keysKey } from "./keysKey";
import { SecretDialog } from "./SecretDialog";

/** Makes a server's key; its secret is on the screen this once. */
export function KeyDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const creation = useMutation({
    mutationFn: (key: { name: string; scopes: Scope[] }) => createApiKey(api, key),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysKey }),
  });
  if (creation.data)
    return (
      <SecretDialog
        title={t("keys.secretTitle")}
        secret={creation.data.secret}
        copy={t("keys.copy")}
        copied={t("keys.copied")}
        onClose={onClose}
      />
    );
  return (
    <SentenceDialog title={t("keys.newTitle")} open onClose={onClose}>
      <KeyForm
        busy={creation.isPending}
        problem={creation.isError ? errorSentence(t, creation.error) : null}
        onCreate={creation.mutate}
        onCancel={onClose}
      />
    </SentenceDialog>
  );
}

interface KeyFormProps {
  busy: boolean;
  problem: string | null;
  onCreate(key: { name: string; scopes: Scope[] }): void;
  onCancel(): void;
}

function KeyForm({ busy, problem, onCreate, onCancel }: KeyFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>([]);
  const [wrong, setWrong] = useState({ name: false, scopes: false });
  const field = useRef<HTMLInputElement>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const missing = { name: name.trim() === "", scopes: chosen.length === 0 };
    setWrong(missing);
    if (missing.name) field.current?.focus();
    if (!missing.name && !missing.scopes) onCreate({ name: name.trim(), scopes: chosen });
  }

  return (
    <form className="form" onSubmit={submit} noValidate>
      <TextField
        label={t("profile.name")}
        hint={t("keys.nameHint")}
        error={wrong.name ? t("keys.nameMissing") : null}
        autoComplete="off"
        autoFocus
        maxLength={80}
        value={name}
        onChange={setName}
        input={{ ref: field }}
      />
      <Checks
        label={t("keys.scopes")}
        error={wrong.scopes ? t("keys.scopesMissing") : null}
        choices={scopes.map((id) => ({ id, name: t(`keys.scope.${id.replace(":", "_") as "rooms_read"}`) }))}
        chosen={chosen}
        onChoose={setChosen}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      <div className="dialog-actions">
        <Button onPress={onCancel}>{t("accounts.cancel")}</Button>
        <Button type="submit" variant="primary" busy={busy} busyLabel={t("day.creating")}>
          {t("keys.create")}
        </Button>
      </div>
    </form>
  );
}
