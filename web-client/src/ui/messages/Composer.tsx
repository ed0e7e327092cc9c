import { Paperclip, Send } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { FileTrigger, Label, TextArea, TextField } from "react-aria-components";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { draftOf, keepDraft } from "./drafts";
import { useTyping } from "./useTyping";
import "./composer.css";

/** Longest text of a message, in characters. */
const longest = 4_000;

interface ComposerProps {
  draftKey: string;
  /** The accessible name of the field, its placeholder too. */
  label: string;
  onSend(text: string): void;
  onFile(file: File): void;
  onTyping(typing: boolean): void;
}

/** Where a message is written. Enter sends, Shift and Enter begin a line. */
export function Composer({ draftKey, label, onSend, onFile, onTyping }: ComposerProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(draftOf(draftKey));
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(onTyping);

  function write(next: string) {
    setText(next);
    keepDraft(draftKey, next);
    typing(next !== "");
  }

  function send(event?: FormEvent) {
    event?.preventDefault();
    field.current?.focus();
    if (text.trim() === "") return;
    onSend(text.trim());
    write("");
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter is its own.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form className="composer" onSubmit={send}>
      <div className="composer-box">
        <FileTrigger onSelect={(files) => [...(files ?? [])].forEach(onFile)} allowsMultiple>
          <Button
            variant="ghost"
            icon={<Paperclip size={20} aria-hidden="true" />}
            aria-label={t("messages.attach")}
          >
            {t("messages.attachShort")}
          </Button>
        </FileTrigger>
        <TextField className="composer-field" value={text} onChange={write} maxLength={longest}>
          <Label className="visually-hidden">{label}</Label>
          <TextArea
            ref={field}
            className="composer-text"
            rows={1}
            placeholder={label}
            onKeyDown={onKeyDown}
            aria-description={t("messages.keys")}
          />
        </TextField>
        <span className="composer-keys" aria-hidden="true">
          {t("messages.keys")}
        </span>
        <Button
          type="submit"
          variant="primary"
          icon={<Send size={20} className="along" aria-hidden="true" />}
        >
          {t("messages.send")}
        </Button>
      </div>
    </form>
  );
}
