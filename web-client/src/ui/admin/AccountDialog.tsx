import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import type { Account, Invited, NewAccount } from "../../protocol/accounts";
import { codeOf } from "../../protocol/apiError";
import { changeAccount } from "../../protocol/changeAccount";
import { createAccount } from "../../protocol/createAccount";
import type { Seen } from "../../protocol/seen";
import { Button } from "../components/Button";
import { Choice } from "../components/Choice";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { accountsKey } from "./accountsKey";

interface AccountDialogProps {
  /** The one to change as it was seen; null makes a new one. */
  seen: Seen<Account> | null;
  onClose(): void;
  onInvited?(invited: Invited): void;
}

const roles: NewAccount["role"][] = ["patient", "doctor", "admin"];

/** Name, address and role of an account. */
export function AccountDialog({ seen, onClose, onInvited }: AccountDialogProps) {
  const { t } = useTranslation();
  const account = seen?.answer;
  const [name, setName] = useState(account?.name ?? "");
  const [email, setEmail] = useState(account?.email ?? "");
  const [role, setRole] = useState<NewAccount["role"]>(account?.role ?? "patient");
  const [wrong, setWrong] = useState({ name: false, email: false });
  const nameField = useRef<HTMLInputElement>(null);
  const emailField = useRef<HTMLInputElement>(null);
  const saving = useSaving(seen, onClose, onInvited);

  function submit(event: FormEvent) {
    event.preventDefault();
    const missing = { name: name.trim() === "", email: !email.includes("@") };
    setWrong(missing);
    if (missing.name) return nameField.current?.focus();
    if (missing.email) return emailField.current?.focus();
    saving.mutate({ name: name.trim(), email: email.trim(), role });
  }

  return (
    <SentenceDialog title={t(account ? "accounts.editTitle" : "accounts.newTitle")} open onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label={t("profile.name")}
          hint={t("accounts.nameHint")}
          error={wrong.name ? t("accounts.nameMissing") : null}
          autoComplete="off"
          autoFocus
          maxLength={80}
          value={name}
          onChange={setName}
          input={{ ref: nameField }}
        />
        <TextField
          label={t("profile.email")}
          error={wrong.email ? t("accounts.emailMissing") : null}
          type="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          input={{ ref: emailField }}
        />
        <Choice<NewAccount["role"]>
          label={t("profile.role")}
          choices={roles.map((id) => ({ id, name: t(`profile.roles.${id}`) }))}
          chosen={role}
          onChoose={setRole}
        />
        {saving.isError && (
          <Notice kind="error">
            {codeOf(saving.error) === "conflict" ? t("accounts.conflict") : errorSentence(t, saving.error)}
          </Notice>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("accounts.cancel")}</Button>
          <Button type="submit" variant="primary" busy={saving.isPending} busyLabel={t("password.saving")}>
            {t(account ? "accounts.save" : "accounts.create")}
          </Button>
        </div>
      </form>
    </SentenceDialog>
  );
}

function useSaving(
  seen: Seen<Account> | null,
  onClose: () => void,
  onInvited: AccountDialogProps["onInvited"],
) {
  const { api } = useSession();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (words: NewAccount) => {
      if (seen) await changeAccount(api, seen.answer.id, words, seen.tag).then(onClose);
      else await createAccount(api, words).then(onInvited);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: accountsKey }),
  });
}
