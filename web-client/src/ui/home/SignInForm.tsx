import { type FormEvent, useRef, useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { identityProvider } from "../../protocol/installation";
import { Button, buttonClass } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import type { Translate } from "../i18n/translate";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { ForgottenPassword } from "./ForgottenPassword";
import { SecondStep } from "./SecondStep";
import { useInstallation } from "./useInstallation";

/** E-mail and password; the page above goes on once somebody is signed in. */
export function SignInForm() {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState({ email: false, password: false });
  const [problem, setProblem] = useState<string | null>(() => cameBack(t));
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<"password" | "code" | "forgotten">("password");
  const offers = useInstallation();
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
      if (codeOf(error) === "totp_required") return setStep("code");
      const mismatch = ["unauthenticated", "forbidden", "validation"].includes(codeOf(error));
      setProblem(mismatch ? t("home.wrong") : errorSentence(t, error));
    }
  }

  const back = () => setStep("password");
  if (step === "forgotten") return <ForgottenPassword known={email} onBack={back} />;
  if (step === "code")
    return <SecondStep onCode={(totp) => signIn({ email: email.trim(), password, totp })} onBack={back} />;
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
      {offers?.oidc && (
        <a className={buttonClass({ size: "patient" })} href={identityProvider}>
          <span>{t("signIn.with", { name: offers.oidc.name })}</span>
        </a>
      )}
      {offers?.password_reset && (
        <Button variant="ghost" onPress={() => setStep("forgotten")}>
          {t("forgotten.question")}
        </Button>
      )}
    </form>
  );
}

/** What the identity provider's answer came to, where it did not sign anybody in. */
function cameBack(t: Translate): string | null {
  if (location.hash === "#no-account") return t("signIn.noAccount");
  return location.hash === "#sign-in-failed" ? t("signIn.failed") : null;
}
