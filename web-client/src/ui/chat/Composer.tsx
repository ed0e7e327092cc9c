import { Paperclip, Send } from "lucide-react";
import { type ChangeEvent, type KeyboardEvent, useRef, useState } from "react";
import type { CallChat } from "../../messages/callChat";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";

/** Longest message, in characters. */
const longest = 4_000;

/** Writes a message, or sends files; what is written stays until it is sent. */
export function Composer({ chat }: { chat: CallChat }) {
  const { t } = useTranslation();
  const [text, setText] = useState(chat.draft);
  const files = useRef<HTMLInputElement>(null);
  function write(written: string) {
    chat.draft = written;
    setText(written);
  }
  function send() {
    const content = text.trim();
    if (content === "") return;
    chat.thread.send(content);
    write("");
  }
  function press(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }
  function sendFiles({ target }: ChangeEvent<HTMLInputElement>) {
    for (const file of target.files ?? []) chat.thread.sendFile(file);
    // The same file can be chosen again.
    target.value = "";
  }
  return (
    <div className="chat-composer">
      <input ref={files} type="file" multiple hidden onChange={sendFiles} />
      <PlainButton
        aria-label={t("chat.attach")}
        className="button button-ghost icon-button"
        onPress={() => files.current?.click()}
      >
        <Paperclip size={20} aria-hidden="true" />
      </PlainButton>
      <div className="chat-composer-field">
        <textarea
          className="chat-composer-text"
          rows={1}
          aria-label={t("chat.write")}
          placeholder={t("chat.write")}
          maxLength={longest}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={press}
        />
      </div>
      <PlainButton aria-label={t("chat.send")} className="button button-primary icon-button" onPress={send}>
        <Send size={20} className="along" aria-hidden="true" />
      </PlainButton>
    </div>
  );
}
