import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { InvitationsDialog } from "../invitations/InvitationsDialog";

/** Where somebody else than the patient gets a link of their own. */
export function GuestLine({ consultationId }: { consultationId: string }) {
  const { t } = useTranslation();
  const [inviting, setInviting] = useState(false);
  return (
    <div className="ready-guest">
      <UserPlus size={20} aria-hidden="true" />
      <p>
        <strong>{t("ready.guest")}</strong> {t("ready.guestText")}
      </p>
      <Button size="dense" onPress={() => setInviting(true)}>
        {t("invitations.open")}
      </Button>
      {inviting && <InvitationsDialog consultationId={consultationId} onClose={() => setInviting(false)} />}
    </div>
  );
}
