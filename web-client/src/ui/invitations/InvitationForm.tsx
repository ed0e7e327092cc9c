import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { invitationRoles, invite, type NewInvitation } from "../../protocol/invitations";
import { Button } from "../components/Button";
import { Choice } from "../components/Choice";
import { copyText } from "../components/copyText";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { useInstallation } from "../home/useInstallation";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { invitationsKey } from "./invitationsKey";

const nobody: NewInvitation = { role: "relative", name: "", email: "", phone: "" };

/** Whom to invite, as what; the link is sent where the clinic can, else it is copied. */
export function InvitationForm({ consultationId }: { consultationId: string }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const ways = useInstallation()?.invitations;
  const [person, setPerson] = useState(nobody);
  const creation = useMutation({
    mutationFn: () => invite(api, consultationId, person),
    onSuccess: ({ link, email, phone }) => {
      setPerson({ ...nobody, role: person.role });
      if (email || phone) say(t("invitations.onItsWay"));
      else copyText(t, link, t("ready.linkCopied"));
      return queries.invalidateQueries({ queryKey: invitationsKey(consultationId) });
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    creation.mutate();
  }

  const field = (name: "name" | "email" | "phone", type: "text" | "email" | "tel") => (
    <TextField
      label={t(`invitations.${name}`)}
      error={null}
      type={type}
      autoComplete="off"
      maxLength={name === "name" ? 80 : 254}
      value={person[name]}
      onChange={(text) => setPerson({ ...person, [name]: text })}
    />
  );
  const sends = (ways?.mail && person.email !== "") || (ways?.sms && person.phone !== "");
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Choice
        label={t("invitations.as")}
        choices={invitationRoles.map((id) => ({ id, name: t(`invitations.roles.${id}`) }))}
        chosen={person.role}
        onChoose={(role) => setPerson({ ...person, role })}
      />
      {field("name", "text")}
      {ways?.mail && field("email", "email")}
      {ways?.sms && field("phone", "tel")}
      {creation.isError && <Notice kind="error">{errorSentence(t, creation.error)}</Notice>}
      <Button
        type="submit"
        variant="primary"
        icon={<UserPlus size={20} aria-hidden="true" />}
        busy={creation.isPending}
        busyLabel={t("day.creating")}
      >
        {t(sends ? "invitations.send" : "invitations.make")}
      </Button>
    </form>
  );
}
