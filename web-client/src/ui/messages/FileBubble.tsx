import { Download, FileText, Image } from "lucide-react";
import { useEffect, useState } from "react";
import type { FileFacts } from "../../protocol/message";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** A file: a picture is shown, anything can be kept. Its bytes are asked for with the token, so there is no plain link. */
export function FileBubble({ facts, isImage }: { facts: FileFacts; isImage: boolean }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const { fileUrl = "", fileName = t("messages.file"), fileSize } = facts;
  const [busy, setBusy] = useState(false);

  async function keep() {
    setBusy(true);
    try {
      saveAs(await api.file(fileUrl), fileName);
    } catch (error) {
      say(errorSentence(t, error), "error");
    }
    setBusy(false);
  }

  return (
    <div className="file">
      {isImage && <Picture url={fileUrl} name={fileName} />}
      <div className="file-line">
        <span className="file-glyph">
          {isImage ? <Image size={20} aria-hidden="true" /> : <FileText size={20} aria-hidden="true" />}
        </span>
        <span className="file-words">
          <strong>{fileName}</strong>
          {fileSize !== undefined && (
            <span>{t("messages.kilobytes", { count: Math.ceil(fileSize / 1000) })}</span>
          )}
        </span>
        <Button
          variant="ghost"
          icon={<Download size={20} aria-hidden="true" />}
          aria-label={t("messages.downloadNamed", { name: fileName })}
          busy={busy}
          onPress={() => void keep()}
        >
          {t("messages.download")}
        </Button>
      </div>
    </div>
  );
}

function Picture({ url, name }: { url: string; name: string }) {
  const { api } = useSession();
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    let address: string | null = null;
    let wanted = true;
    api.file(url).then(
      (bytes) => {
        if (!wanted) return;
        address = URL.createObjectURL(bytes);
        setSource(address);
      },
      // The line below still offers the file.
      () => undefined,
    );
    return () => {
      wanted = false;
      if (address) URL.revokeObjectURL(address);
    };
  }, [api, url]);
  return source && <img className="file-picture" src={source} alt={name} />;
}

function saveAs(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
