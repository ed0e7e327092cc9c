import { Paperclip, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button, FileTrigger, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { CallChat } from "../../messages/callChat";

/** Longest message, in characters. */
const longest = 4_000;

/** Writes a message, or sends files; what is written stays until it is sent. */
export function Composer({ chat }: { chat: CallChat }) {
  const { t } = useTranslation();
  const [text, setText] = useState(chat.draft);
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
  return (
    <div className="chat-composer">
      <FileTrigger
        allowsMultiple
        onSelect={(files) => {
          for (const file of files ?? []) chat.thread.sendFile(file);
        }}
      >
        <Button aria-label={t("chat.attach")} className="button button-ghost icon-button">
          <Paperclip size={20} aria-hidden="true" />
        </Button>
      </FileTrigger>
      <TextField
        className="chat-composer-field"
        aria-label={t("chat.write")}
        value={text}
        onChange={write}
        maxLength={longest}
      >
        <TextArea className="chat-composer-text" rows={1} placeholder={t("chat.write")} onKeyDown={press} />
      </TextField>
      <Button aria-label={t("chat.send")} className="button button-primary icon-button" onPress={send}>
        <SendHorizontal size={20} aria-hidden="true" />
      </Button>
    </div>
  );
}
