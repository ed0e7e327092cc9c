import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../../protocol/apiError";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { useSession } from "../session/session";
import { SecondStep } from "./SecondStep";

/** E-mail and password; the page above goes on once somebody is signed in. */
export function SignInForm() {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState({ email: false, password: false });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [secondStep, setSecondStep] = useState(false);
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const absent = { email: email.trim() === "", password: password === "" };
    setMissing(absent);
    setProblem(null);
    if (absent.email) return emailInput.current?.focus();
    if (absent.password) return passwordInput.current?.focus();
    setBusy(true);
    try {
      await signIn({ email: email.trim(), password });
    } catch (error) {
      setBusy(false);
      if (codeOf(error) === "totp_required") return setSecondStep(true);
      const mismatch = ["unauthenticated", "forbidden", "validation"].includes(codeOf(error));
      setProblem(mismatch ? t("home.wrong") : errorSentence(t, error));
    }
  }

  if (secondStep)
    return (
      <SecondStep
        onCode={(totp) => signIn({ email: email.trim(), password, totp })}
        onBack={() => setSecondStep(false)}
      />
    );
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={t("home.email")}
        error={missing.email ? t("home.missingEmail") : null}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        input={{ ref: emailInput }}
      />
      <TextField
        label={t("home.password")}
        error={missing.password ? t("home.missingPassword") : null}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        input={{ ref: passwordInput }}
      />
      {problem && <Notice kind="error">{problem}</Notice>}
      <Button type="submit" size="patient" busy={busy} busyLabel={t("home.signingIn")}>
        {t("home.signIn")}
      </Button>
    </form>
  );
}
