import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";

interface CodeFormProps {
  label: string;
  button: string;
  /** Rejects with `forbidden` where the code is wrong. */
  onCode(code: string): Promise<unknown>;
}

/** One code and what it is for. */
export function CodeForm({ label, button, onCode }: CodeFormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: () => onCode(code.trim()),
    onError: () => field.current?.focus(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setMissing(code.trim() === "");
    if (code.trim() === "") field.current?.focus();
    else attempt.mutate();
  }

  const refused =
    attempt.error &&
    (codeOf(attempt.error) === "forbidden" ? t("totp.wrong") : errorSentence(t, attempt.error));
  return (
    <form className="form" onSubmit={submit} noValidate>
      <TextField
        label={label}
        error={missing ? t("totp.missing") : refused}
        autoComplete="one-time-code"
        autoFocus
        maxLength={64}
        value={code}
        onChange={(typed) => {
          setCode(typed);
          setMissing(false);
        }}
        input={{ ref: field }}
      />
      <Button type="submit" variant="primary" busy={attempt.isPending} busyLabel={t("password.saving")}>
        {button}
      </Button>
    </form>
  );
}
