import { CircleCheck } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { codeOf } from "../../protocol/apiError";
import { setPassword } from "../../protocol/setPassword";
import { Button, ButtonLink } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useAddress } from "../router/navigation";
import { useSession } from "../session/session";
import { passwordProblem } from "./passwordProblem";
import "../i18n/addBesideWords";

/** `/password#token`: sets a password by the link of an invitation. */
export function PasswordPage() {
  const { t } = useTranslation();
  const token = useAddress().hash.slice(1);
  const [done, setDone] = useState(false);
  if (done) return <Done />;
  return (
    <PatientPage>
      <PageHeading>{t("password.title")}</PageHeading>
      <p>{t("password.text")}</p>
      {token === "" ? (
        <Notice kind="error">{t("password.badLink")}</Notice>
      ) : (
        <PasswordForm key={token} token={token} onDone={() => setDone(true)} />
      )}
    </PatientPage>
  );
}

function PasswordForm({ token, onDone }: { token: string; onDone(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const [password, setTyped] = useState("");
  const [shown, setShown] = useState(false);
  const [wrong, setWrong] = useState<"short" | "long" | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const problem = passwordProblem(password);
    setWrong(problem);
    setRefusal(null);
    if (problem) return field.current?.focus();
    setBusy(true);
    await setPassword(api, token, password).then(onDone, setRefusal);
    setBusy(false);
  }

  return (
    <form onSubmit={submit} noValidate>
      <TextField
        patient
        label={t("password.field")}
        hint={t("password.hint")}
        error={wrong && t(`password.${wrong}`)}
        type={shown ? "text" : "password"}
        autoComplete="new-password"
        value={password}
        onChange={(typed) => {
          setTyped(typed);
          setWrong(null);
        }}
        input={{ ref: field }}
      />
      <Button size="patient" onPress={() => setShown(!shown)}>
        {t(shown ? "password.hide" : "password.show")}
      </Button>
      {refusal !== null && (
        <Notice kind="error">
          {codeOf(refusal) === "not_found" ? t("password.badLink") : errorSentence(t, refusal)}
        </Notice>
      )}
      <div className="actions">
        <Button
          type="submit"
          variant="primary"
          size="patient-main"
          busy={busy}
          busyLabel={t("password.saving")}
        >
          {t("password.save")}
        </Button>
      </div>
    </form>
  );
}

function Done() {
  const { t } = useTranslation();
  return (
    <PatientPage>
      <PageHeading>{t("password.doneTitle")}</PageHeading>
      <p>
        <CircleCheck size={24} aria-hidden="true" /> {t("password.doneText")}
      </p>
      <div className="actions">
        <ButtonLink to="/" variant="primary" size="patient-main">
          {t("home.signIn")}
        </ButtonLink>
      </div>
    </PatientPage>
  );
}
