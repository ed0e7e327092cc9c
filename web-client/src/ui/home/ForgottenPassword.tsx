import { MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { askForPassword } from "../../protocol/installation";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** Asks for a link by e-mail; whether there is such an account is not told. */
export function ForgottenPassword({ known, onBack }: { known: string; onBack(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const [email, setEmail] = useState(known);
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    setMissing(email.trim() === "");
    if (email.trim() === "") return;
    setBusy(true);
    const failed = (error: unknown) => setProblem(errorSentence(t, error));
    await askForPassword(api, email.trim()).then(() => setAsked(true), failed);
    setBusy(false);
  }

  if (asked)
    return (
      <>
        <p role="status">
          <MailCheck size={24} aria-hidden="true" /> {t("forgotten.sent")}
        </p>
        <Button size="patient" onPress={onBack}>
          {t("signIn.back")}
        </Button>
      </>
    );
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={t("home.email")}
        hint={t("forgotten.hint")}
        error={missing ? t("home.missingEmail") : null}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      <Button type="submit" size="patient" busy={busy} busyLabel={t("forgotten.sending")}>
        {t("forgotten.send")}
      </Button>
      <Button variant="ghost" onPress={onBack}>
        {t("signIn.back")}
      </Button>
    </form>
  );
}
