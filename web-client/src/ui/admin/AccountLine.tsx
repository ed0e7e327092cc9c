import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound, Lock } from "lucide-react";
import type { Account, Invited } from "../../protocol/accounts";
import { codeOf } from "../../protocol/apiError";
import { changeAccount, seeAccount } from "../../protocol/changeAccount";
import { inviteAccount } from "../../protocol/inviteAccount";
import { removeSecondFactor } from "../../protocol/removeSecondFactor";
import { unlockAccount } from "../../protocol/unlockAccount";
import { Avatar } from "../components/Avatar";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AccountDialog } from "./AccountDialog";
import { accountsKey } from "./accountsKey";

interface AccountLineProps {
  account: Account;
  onInvited(invited: Invited): void;
}

/** One account, its state in words, and what can be done about it. */
export function AccountLine({ account, onInvited }: AccountLineProps) {
  const { t } = useTranslation();
  const { api } = useSession();
  const edit = useMutation({
    mutationFn: () => seeAccount(api, account.id),
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <li>
      <Avatar name={account.name} />
      <div className="line-words">
        <strong>{account.name}</strong>
        <span>
          {account.email}, {t(`profile.roles.${account.role}`)}
        </span>
      </div>
      <AccountBadges account={account} />
      <div className="line-actions">
        <Button
          size="dense"
          aria-label={t("accounts.editNamed", { name: account.name })}
          busy={edit.isPending}
          onPress={() => edit.mutate()}
        >
          {t("accounts.edit")}
        </Button>
        <AccountActions account={account} onInvited={onInvited} />
      </div>
      {edit.data && <AccountDialog seen={edit.data} onClose={edit.reset} />}
    </li>
  );
}

function AccountBadges({ account }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <div className="line-actions">
      {account.disabled && (
        <Badge kind="error">
          <Ban size={15} aria-hidden="true" />
          {t("accounts.disabled")}
        </Badge>
      )}
      {account.locked_until && (
        <Badge kind="warn">
          <Lock size={15} aria-hidden="true" />
          {t("accounts.locked")}
        </Badge>
      )}
      {!account.has_password && <Badge kind="plain">{t("accounts.invited")}</Badge>}
      {account.totp && (
        <Badge kind="ok">
          <KeyRound size={15} aria-hidden="true" />
          {t("accounts.totp")}
        </Badge>
      )}
    </div>
  );
}

function AccountActions({ account, onInvited }: AccountLineProps) {
  const { t } = useTranslation();
  const { api, user } = useSession();
  const { id, name, disabled, locked_until, totp } = account;
  const act = useAct(name);
  const actions: (Action | false | null | undefined)[] = [
    locked_until !== null && { word: "unlock", done: "unlocked", run: () => unlockAccount(api, id) },
    totp && { word: "totpOff", done: "totpRemoved", run: () => removeSecondFactor(api, id) },
    !disabled && { word: "link", run: () => inviteAccount(api, id).then(onInvited) },
    disabled
      ? { word: "enable", done: "enabled", run: () => changeAccount(api, id, { disabled: false }) }
      : id !== user?.id && {
          word: "disable",
          done: "nowDisabled",
          run: () => changeAccount(api, id, { disabled: true }),
        },
  ];
  return actions.map(
    (action) =>
      action && (
        <Button
          key={action.word}
          size="dense"
          variant="ghost"
          aria-label={t("accounts.actionNamed", { action: t(`accounts.${action.word}`), name })}
          busy={act.isPending && act.variables.word === action.word}
          onPress={() => act.mutate(action)}
        >
          {t(`accounts.${action.word}`)}
        </Button>
      ),
  );
}

interface Action {
  /** Both are words of `accounts`. */
  word: "unlock" | "totpOff" | "link" | "enable" | "disable";
  done?: "unlocked" | "totpRemoved" | "enabled" | "nowDisabled";
  run(): Promise<unknown>;
}

function useAct(name: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run }: Action) => run(),
    onSuccess: (_, { done }) => {
      if (done) say(t(`accounts.${done}`, { name }));
      return queries.invalidateQueries({ queryKey: accountsKey });
    },
    onError: (error) => {
      const last = codeOf(error) === "conflict";
      say(last ? t("accounts.lastAdmin") : errorSentence(t, error), "error");
    },
  });
}
