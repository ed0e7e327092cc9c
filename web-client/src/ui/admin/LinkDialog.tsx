import { Copy, Mail } from "lucide-react";
import type { Invited } from "../../protocol/accounts";
import { Button, buttonClass } from "../components/Button";
import { copyText } from "../components/copyText";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";

/** The link with which somebody sets their password, to be handed over. */
export function LinkDialog({ invited: { user, link }, onClose }: { invited: Invited; onClose(): void }) {
  const { t } = useTranslation();
  const mail = new URLSearchParams({
    subject: t("accounts.mailSubject"),
    body: t("accounts.mailBody", { name: user.name, link }),
  });
  return (
    <SentenceDialog title={t("accounts.linkTitle", { name: user.name })} open onClose={onClose}>
      <p>{t("accounts.linkText")}</p>
      <p className="secret">{link}</p>
      <div className="dialog-actions">
        <a
          className={buttonClass({})}
          href={`mailto:${encodeURIComponent(user.email)}?${mail.toString().replaceAll("+", "%20")}`}
        >
          <Mail size={20} aria-hidden="true" />
          {t("ready.email")}
        </a>
        <Button
          autoFocus
          variant="primary"
          icon={<Copy size={20} aria-hidden="true" />}
          onPress={() => copyText(t, link, t("ready.linkCopied"))}
        >
          {t("ready.copyLink")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
