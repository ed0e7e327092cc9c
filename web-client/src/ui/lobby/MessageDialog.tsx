import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { tellWaiter } from "../../protocol/doorkeeping";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import type { Waiting } from "./useLobby";
import "./lobbyForm.css";

/** A word to somebody who waits. */
export function MessageDialog({ waiting, onClose }: { waiting: Waiting; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const { waiter, consultation } = waiting;
  const name = waiter.display_name;
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);
  const sending = useMutation({
    mutationFn: () => tellWaiter(api, consultation.id, waiter.participant_id, words.trim()),
    onSuccess: () => {
      onClose();
      say(t("lobby.sent", { name }));
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const empty = words.trim() === "";
    setMissing(empty);
    if (!empty) sending.mutate();
  }

  return (
    <SentenceDialog title={t("lobby.messageTitle", { name })} open onClose={onClose}>
      <form className="lobby-form" onSubmit={submit} noValidate>
        <TextField
          autoFocus
          label={t("lobby.words")}
          error={missing ? t("lobby.wordsMissing") : null}
          maxLength={500}
          value={words}
          onChange={setWords}
        />
        {sending.isError && <Notice kind="error">{errorSentence(t, sending.error)}</Notice>}
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("lobby.cancel")}</Button>
          <Button type="submit" variant="primary" busy={sending.isPending} busyLabel={t("lobby.sending")}>
            {t("lobby.send")}
          </Button>
        </div>
      </form>
    </SentenceDialog>
  );
}
