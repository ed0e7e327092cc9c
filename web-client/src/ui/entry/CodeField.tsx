import { type RefObject, useRef } from "react";
import { spacedCode } from "../../protocol/conferenceCode";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";

interface CodeFieldProps {
  value: string;
  onChange(typed: string): void;
  error: string | null;
  ref: RefObject<HTMLInputElement | null>;
}

/** One field for the whole code, shown three and three as it is typed. */
export function CodeField({ value, onChange, error, ref }: CodeFieldProps) {
  const { t } = useTranslation();
  const longest = useRef(0);

  function change(typed: string) {
    // Somebody who corrects a letter in the middle keeps the caret there: the text is grouped at its end only.
    const atEnd = ref.current?.selectionStart === typed.length;
    const growing = typed.length > longest.current;
    longest.current = typed.length;
    onChange(atEnd && growing && typed.length < 12 ? spacedCode(typed) : typed.toUpperCase());
  }

  return (
    <TextField
      patient
      label={t("join.code")}
      hint={t("join.codeHint")}
      error={error}
      value={value}
      // A pasted link keeps its case: it is recognised before anything is changed.
      onChange={(typed) => (typed.includes("/") ? onChange(typed) : change(typed))}
      autoComplete="one-time-code"
      autoCorrect="off"
      spellCheck="false"
      input={{ ref, autoCapitalize: "characters", className: "code-input" }}
    />
  );
}
