import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import type { Call } from "../../call/call";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { Panel } from "./Panel";
import "./captions.css";

/** Longest line, in characters. */
const longest = 300;
/** What is spoken in consultations here; an interpreter may need another than the page's two. */
const languages = ["fr", "en", "ar", "de", "es", "it", "pl", "pt", "ro", "ru", "tr", "uk", "zh"];

/** Where somebody writes what is said, line by line. */
export function CaptionPanel({ call, onClose }: { call: Call; onClose(): void }) {
  const { t, language: spoken } = useTranslation();
  const [text, setText] = useState("");
  const [language, setLanguage] = useState<string>(spoken);
  const id = useId();
  function send() {
    const line = text.trim();
    if (line === "") return;
    setText("");
    call.asides.captions.send({ text: line, language }).catch((error) => {
      say(errorSentence(t, error), "error");
      setText((written) => written || line);
    });
  }
  // Not as a form: its button would take the focus from the field.
  function press(event: KeyboardEvent) {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) send();
  }
  return (
    <Panel title={t("captions.write")} onClose={onClose}>
      <div className="caption-form">
        <p>{t("captions.explain")}</p>
        <div className="field">
          <label className="field-label" htmlFor={id}>
            {t("captions.language")}
          </label>
          <select
            id={id}
            className="field-input"
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
          >
            {languages.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {new Intl.DisplayNames(tag, { type: "language" }).of(tag)}
              </option>
            ))}
          </select>
        </div>
        <TextField
          label={t("captions.line")}
          error={null}
          autoComplete="off"
          lang={language}
          dir="auto"
          maxLength={longest}
          value={text}
          onChange={setText}
          onKeyDown={press}
        />
        <Button variant="primary" onPress={send} icon={<SendHorizontal size={20} aria-hidden="true" />}>
          {t("captions.send")}
        </Button>
      </div>
    </Panel>
  );
}
