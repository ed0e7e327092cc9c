import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { createTeam } from "../../protocol/teams";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { teamsKey } from "./teamsKey";

/** Makes a team, still without doctors. */
export function TeamDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const creation = useMutation({
    mutationFn: () => createTeam(api, name.trim()),
    onSuccess: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: teamsKey });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const isMissing = name.trim() === "";
    setMissing(isMissing);
    if (isMissing) field.current?.focus();
    else creation.mutate();
  }

  return (
    <SentenceDialog title={t("teams.newTitle")} open onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label={t("profile.name")}
          hint={t("teams.nameHint")}
          error={missing ? t("teams.nameMissing") : null}
          autoComplete="off"
          autoFocus
          maxLength={80}
          value={name}
          onChange={setName}
          input={{ ref: field }}
        />
        {creation.isError && <Notice kind="error">{errorSentence(t, creation.error)}</Notice>}
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("accounts.cancel")}</Button>
          <Button type="submit" variant="primary" busy={creation.isPending} busyLabel={t("day.creating")}>
            {t("teams.create")}
          </Button>
        </div>
      </form>
    </SentenceDialog>
  );
}
