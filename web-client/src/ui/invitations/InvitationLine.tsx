import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Clock, Copy, Send, TriangleAlert } from "lucide-react";
import { type Invitation, revokeInvitation } from "../../protocol/invitations";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { copyText } from "../components/copyText";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { invitationsKey } from "./invitationsKey";

/** One who is invited: what came of the link, and how to hand it over or take it back. */
export function InvitationLine(props: { consultationId: string; invitation: Invitation }) {
  const { consultationId, invitation } = props;
  const { t } = useTranslation();
  const { id, name, role, email, phone, link } = invitation;
  const { api } = useSession();
  const queries = useQueryClient();
  const who = name ?? t(`invitations.roles.${role}`);
  const revocation = useMutation({
    mutationFn: () => revokeInvitation(api, consultationId, id),
    onSuccess: () => {
      say(t("invitations.revoked", { name: who }));
      return queries.invalidateQueries({ queryKey: invitationsKey(consultationId) });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <li>
      <div className="line-words">
        <strong>{who}</strong>
        <span>{[name && t(`invitations.roles.${role}`), email, phone].filter(Boolean).join(", ")}</span>
      </div>
      <Fate invitation={invitation} />
      <div className="line-actions">
        <Button
          size="dense"
          icon={<Copy size={20} aria-hidden="true" />}
          aria-label={t("invitations.copyNamed", { name: who })}
          onPress={() => copyText(t, link, t("ready.linkCopied"))}
        >
          {t("ready.copyLink")}
        </Button>
        <Button
          size="dense"
          aria-label={t("invitations.revokeNamed", { name: who })}
          busy={revocation.isPending}
          onPress={() => revocation.mutate()}
        >
          {t("invitations.revoke")}
        </Button>
      </div>
    </li>
  );
}

/** What came of it: used, on its way, given up, sent, or to be handed over. */
function Fate({ invitation: { used_at, delivery, email, phone } }: { invitation: Invitation }) {
  const { t, language } = useTranslation();
  const sent = email !== null || phone !== null;
  if (used_at) {
    return (
      <Badge kind="ok">
        <Check size={15} aria-hidden="true" />
        {t("invitations.used", { time: timeOfDay(new Date(used_at), language) })}
      </Badge>
    );
  }
  if (delivery === "failed") {
    return (
      <Badge kind="error">
        <TriangleAlert size={15} aria-hidden="true" />
        {t("invitations.notSent")}
      </Badge>
    );
  }
  if (!sent) return <Badge kind="plain">{t("invitations.unused")}</Badge>;
  return delivery === "waiting" ? (
    <Badge kind="warn">
      <Clock size={15} aria-hidden="true" />
      {t("invitations.sending")}
    </Badge>
  ) : (
    <Badge kind="plain">
      <Send size={15} aria-hidden="true" />
      {t("invitations.sent")}
    </Badge>
  );
}
