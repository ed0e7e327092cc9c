import { useQuery } from "@tanstack/react-query";
import { listInvitations } from "../../protocol/invitations";
import { Button } from "../components/Button";
import { SentenceDialog } from "../components/SentenceDialog";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { InvitationForm } from "./InvitationForm";
import { InvitationLine } from "./InvitationLine";
import { invitationsKey } from "./invitationsKey";

/** Milliseconds between two looks: whether a letter went out, whether a link was used. */
const refreshEvery = 5_000;

/** Who is invited to a consultation by a link of their own, and one more. */
export function InvitationsDialog({ consultationId, onClose }: { consultationId: string; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const invited = useQuery({
    queryKey: invitationsKey(consultationId),
    queryFn: () => listInvitations(api, consultationId),
    refetchInterval: refreshEvery,
    retry: 1,
  });
  return (
    <SentenceDialog title={t("invitations.title")} open onClose={onClose} wide>
      <p className="card-note">{t("invitations.what")}</p>
      <Waiting pending={invited.isPending} error={invited.error} onRetry={() => void invited.refetch()} />
      {invited.data && invited.data.length > 0 && (
        <ul className="lines">
          {invited.data.map((invitation) => (
            <InvitationLine key={invitation.id} consultationId={consultationId} invitation={invitation} />
          ))}
        </ul>
      )}
      <InvitationForm consultationId={consultationId} />
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("ready.done")}</Button>
      </div>
    </SentenceDialog>
  );
}
