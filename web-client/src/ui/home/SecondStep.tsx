import { type FormEvent, useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";

interface SecondStepProps {
  onCode(code: string): Promise<unknown>;
  onBack(): void;
}

/** The code of the authenticator app, once the password was right. */
export function SecondStep({ onCode, onBack }: SecondStepProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const missing = code.trim() === "";
    setWrong(missing ? t("signIn.codeMissing") : null);
    if (missing) return;
    setBusy(true);
    try {
      await onCode(code);
    } catch (error) {
      if (codeOf(error) === "totp_wrong") setWrong(t("signIn.codeWrong"));
      else setProblem(errorSentence(t, error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={t("signIn.code")}
        hint={t("signIn.codeHint")}
        error={wrong}
        autoComplete="one-time-code"
        // Recovery codes have letters: the keyboard stays the whole one.
        inputMode="text"
        autoFocus
        maxLength={64}
        value={code}
        onChange={(typed) => {
          setCode(typed);
          setWrong(null);
        }}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      <Button type="submit" size="patient" busy={busy} busyLabel={t("home.signingIn")}>
        {t("home.signIn")}
      </Button>
      <Button variant="ghost" onPress={onBack}>
        {t("signIn.back")}
      </Button>
    </form>
  );
}
