import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { changePassword } from "../../protocol/changePassword";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { passwordProblem } from "../home/passwordProblem";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { sessionsKey } from "./SessionsCard";

/** Another password for one's account, by the one until now. */
export function PasswordCard() {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [wrong, setWrong] = useState<{ current?: "missing" | "wrong"; next?: "short" | "long" }>({});
  const currentField = useRef<HTMLInputElement>(null);
  const nextField = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: () => changePassword(api, current, next),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      say(t("profile.changed"));
      void queries.invalidateQueries({ queryKey: sessionsKey });
    },
    onError: (error) => {
      if (codeOf(error) !== "forbidden") return;
      setWrong({ current: "wrong" });
      currentField.current?.focus();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const problem = passwordProblem(next);
    setWrong({ ...(current === "" && { current: "missing" }), ...(problem && { next: problem }) });
    if (current === "") return currentField.current?.focus();
    if (problem) return nextField.current?.focus();
    change.mutate();
  }

  return (
    <Card title={t("profile.password")}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label={t("profile.current")}
          error={wrong.current ? t(`profile.${wrong.current}`) : null}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          input={{ ref: currentField }}
        />
        <TextField
          label={t("profile.new")}
          hint={t("password.hint")}
          error={wrong.next ? t(`password.${wrong.next}`) : null}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          input={{ ref: nextField }}
        />
        <p className="card-note">{t("profile.elsewhere")}</p>
        {change.isError && !wrong.current && <Notice kind="error">{errorSentence(t, change.error)}</Notice>}
        <Button type="submit" busy={change.isPending} busyLabel={t("password.saving")}>
          {t("profile.change")}
        </Button>
      </form>
    </Card>
  );
}
