import { Download, FileText, Image } from "lucide-react";
import { useState } from "react";
import type { CallChat } from "../../messages/callChat";
import type { FileFacts } from "../../protocol/message";
import { errorSentence } from "../components/errorSentence";
import { PlainButton } from "../components/PlainButton";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { fileSize } from "./fileSize";
import { saveFile } from "./saveFile";

/** A file that was sent: what it is, how large, and the way to have it. */
export function FileCard({ file, chat }: { file: FileFacts; chat: CallChat }) {
  const { t, language } = useTranslation();
  const [busy, setBusy] = useState(false);
  const { fileUrl = "", fileName = "", fileSize: bytes = 0, fileType = "" } = file;
  const image = fileType.startsWith("image/");
  const Glyph = image ? Image : FileText;
  async function download() {
    if (busy) return;
    setBusy(true);
    await chat.file(fileUrl).then(
      (bytes) => saveFile(bytes, fileName),
      (error) => say(errorSentence(t, error), "error"),
    );
    setBusy(false);
  }
  return (
    <div className="chat-file">
      <span className="chat-file-glyph" aria-hidden="true">
        <Glyph size={24} />
      </span>
      <span className="chat-file-what">
        <strong>{fileName}</strong>
        <span>
          {t(image ? "chat.image" : "chat.file")}, {fileSize(bytes, language)}
        </span>
      </span>
      <PlainButton
        aria-label={t("chat.download", { name: fileName })}
        className="button button-ghost icon-button"
        onPress={() => void download()}
      >
        {busy ? <span className="spinner" aria-hidden="true" /> : <Download size={20} aria-hidden="true" />}
      </PlainButton>
    </div>
  );
}
