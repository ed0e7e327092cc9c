import { Copy } from "lucide-react";
import { Button } from "../components/Button";
import { copyText } from "../components/copyText";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";

/** Codes for the day when the app is lost, on the screen this once. */
export function RecoveryDialog({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <SentenceDialog title={t("totp.codesTitle")} open onClose={onClose}>
      <Notice kind="warn">{t("totp.codesText")}</Notice>
      <ul className="secret recovery">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("totp.kept")}</Button>
        <Button
          autoFocus
          variant="primary"
          icon={<Copy size={20} aria-hidden="true" />}
          onPress={() => copyText(t, codes.join("\n"), t("totp.copied"))}
        >
          {t("totp.copy")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
