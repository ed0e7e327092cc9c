import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { deny } from "../../protocol/doorkeeping";
import { type DenyReason, denyReasons } from "../../protocol/lobby";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { useRefreshLobby, type Waiting } from "./useLobby";
import "./lobbyForm.css";

/** Sends somebody away who waits, with a reason that they read. */
export function DenyDialog({ waiting, onClose }: { waiting: Waiting; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const refresh = useRefreshLobby();
  const { waiter, consultation } = waiting;
  const [reason, setReason] = useState<DenyReason>("come_later");
  const [words, setWords] = useState("");
  const denial = useMutation({
    mutationFn: () =>
      deny(api, consultation.id, waiter.participant_id, { reason, message: words.trim() || null }),
    onSuccess: onClose,
    onSettled: () => refresh(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    denial.mutate();
  }

  return (
    <SentenceDialog title={t("lobby.denyTitle", { name: waiter.display_name })} open onClose={onClose}>
      <form className="lobby-form" onSubmit={submit} noValidate>
        <RadioGroup value={reason} onChange={(value) => setReason(value as DenyReason)} className="reasons">
          <Label className="field-label">{t("lobby.reason")}</Label>
          {denyReasons.map((one) => (
            <Radio key={one} value={one} className="reason">
              <span className="reason-dot" aria-hidden="true" />
              {t(`lobby.reasons.${one}`)}
            </Radio>
          ))}
        </RadioGroup>
        <TextField
          label={t("lobby.words")}
          hint={t("lobby.wordsHint")}
          error={null}
          maxLength={500}
          value={words}
          onChange={setWords}
        />
        {denial.isError && <Notice kind="error">{errorSentence(t, denial.error)}</Notice>}
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("lobby.cancel")}</Button>
          <Button type="submit" variant="danger" busy={denial.isPending} busyLabel={t("lobby.denying")}>
            {t("lobby.denyConfirm")}
          </Button>
        </div>
      </form>
    </SentenceDialog>
  );
}
