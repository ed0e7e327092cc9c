import { Copy } from "lucide-react";
import { Button } from "../components/Button";
import { copyText } from "../components/copyText";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";

interface SecretDialogProps {
  title: string;
  secret: string;
  copy: string;
  copied: string;
  onClose(): void;
}

/** A secret, on the screen this once. */
export function SecretDialog({ title, secret, copy, copied, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <SentenceDialog title={title} open onClose={onClose}>
      <Notice kind="warn">{t("keys.secretText")}</Notice>
      <p className="secret">{secret}</p>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("ready.done")}</Button>
        <Button
          autoFocus
          variant="primary"
          icon={<Copy size={20} aria-hidden="true" />}
          onPress={() => copyText(t, secret, copied)}
        >
          {copy}
        </Button>
      </div>
    </SentenceDialog>
  );
}
