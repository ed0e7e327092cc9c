import { type FormEvent, useRef, useState } from "react";
import { normaliseCode, shareTokenIn } from "../../protocol/conferenceCode";
import type { JoinAnswer } from "../../protocol/consultation";
import { type Entry, joinAsGuest } from "../../protocol/joinAsGuest";
import { Button } from "../components/Button";
import { errorSentence, linkSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { PageHeading } from "../components/PageHeading";
import { PatientPage, Steps } from "../components/PatientPage";
import { TextField } from "../components/TextField";
import { CallClinic } from "../home/CallClinic";
import { useClinic } from "../home/useClinic";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { CodeField } from "./CodeField";
import { codeProblem } from "./codeProblem";
import { recallName, rememberName } from "./rememberedName";

interface EntryFormProps {
  /** What the link carries; null where a code is typed. */
  shareToken: string | null;
  onEntered(join: JoinAnswer, entry: Entry): void;
}

export function EntryForm({ shareToken, onEntered }: EntryFormProps) {
  const { t } = useTranslation();
  const { api, user } = useSession();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const [name, setName] = useState(() => recallName() ?? user?.name ?? "");
  const [codeError, setCodeError] = useState<string | null>(null);
  const [nameError, setNameError] = useState<string | null>(null);
  const [linkError, setLinkError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);
  const nameInput = useRef<HTMLInputElement>(null);

  function changeCode(typed: string) {
    const pasted = shareTokenIn(typed);
    if (pasted) return navigate(`/conference/join/${pasted}`);
    setCode(typed);
    setCodeError(codeProblem(t, typed, "typing"));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const wrongCode = shareToken ? null : codeProblem(t, code, "submitting");
    const wrongName = name.trim() === "" ? t("join.nameMissing") : null;
    setCodeError(wrongCode);
    setNameError(wrongName);
    if (wrongCode) return codeInput.current?.focus();
    if (wrongName) return nameInput.current?.focus();
    setBusy(true);
    await enter(shareToken ? { shareToken } : { code: normaliseCode(code) });
    setBusy(false);
  }

  async function enter(entry: Entry) {
    try {
      const answer = await joinAsGuest(api, entry, name.trim());
      rememberName(name.trim());
      onEntered(answer, entry);
    } catch (error) {
      if ("shareToken" in entry) return setLinkError(linkSentence(t, error));
      setCodeError(errorSentence(t, error));
      codeInput.current?.focus();
    }
  }

  const { phone } = useClinic();
  const question = t(shareToken ? "join.helpLink" : "join.help");
  const help = phone ? question : `${question} ${t(shareToken ? "join.askLink" : "join.askCode")}`;

  return (
    <PatientPage>
      <Steps step={1} />
      <PageHeading>{t("join.title")}</PageHeading>
      <form onSubmit={submit} noValidate>
        {linkError && <Notice kind="error">{linkError}</Notice>}
        {!shareToken && <CodeField value={code} onChange={changeCode} error={codeError} ref={codeInput} />}
        <TextField
          patient
          label={t("join.name")}
          hint={t("join.nameHint")}
          error={nameError}
          autoComplete="name"
          maxLength={80}
          value={name}
          onChange={(typed) => {
            setName(typed);
            setNameError(null);
          }}
          input={{ ref: nameInput }}
        />
        <div className="actions">
          <Button
            type="submit"
            variant="primary"
            size="patient-main"
            busy={busy}
            busyLabel={t("join.checking")}
          >
            {t("join.continue")}
          </Button>
          <p className="actions-note">{help}</p>
          <CallClinic quiet />
        </div>
      </form>
    </PatientPage>
  );
}
