import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { leaveTeam, removeTeam, type Team, type TeamMember } from "../../protocol/teams";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { errorSentence } from "../components/errorSentence";
import { SentenceDialog } from "../components/SentenceDialog";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { TeamMemberDialog } from "./TeamMemberDialog";
import { teamsKey } from "./teamsKey";

/** A team with its doctors, whom it takes in and lets go. */
export function TeamCard({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"add" | "remove" | null>(null);
  return (
    <Card title={team.name}>
      {team.doctors.length === 0 && <p className="card-note">{t("teams.empty")}</p>}
      <ul className="lines">
        {team.doctors.map((doctor) => (
          <MemberLine key={doctor.id} team={team} doctor={doctor} />
        ))}
      </ul>
      <div className="dialog-actions">
        <Button
          size="dense"
          aria-label={t("teams.removeNamed", { name: team.name })}
          onPress={() => setOpen("remove")}
        >
          {t("teams.remove")}
        </Button>
        <Button
          size="dense"
          icon={<UserPlus size={20} aria-hidden="true" />}
          aria-label={t("teams.addTo", { name: team.name })}
          onPress={() => setOpen("add")}
        >
          {t("teams.add")}
        </Button>
      </div>
      {open === "add" && <TeamMemberDialog team={team} onClose={() => setOpen(null)} />}
      {open === "remove" && <RemoveDialog team={team} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function MemberLine({ team, doctor }: { team: Team; doctor: TeamMember }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const words = { doctor: doctor.name, name: team.name };
  const leaving = useMutation({
    mutationFn: () => leaveTeam(api, team.id, doctor.id),
    onSuccess: () => {
      say(t("teams.left", words));
      return queries.invalidateQueries({ queryKey: teamsKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <li>
      <div className="line-words">
        <strong>{doctor.name}</strong>
      </div>
      <Button
        size="dense"
        aria-label={t("teams.takeOut", words)}
        busy={leaving.isPending}
        onPress={() => leaving.mutate()}
      >
        {t("teams.out")}
      </Button>
    </li>
  );
}

/** Asks once. */
function RemoveDialog({ team: { id, name }, onClose }: { team: Team; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => removeTeam(api, id),
    onSuccess: () => {
      say(t("teams.removed", { name }));
      onClose();
      return queries.invalidateQueries({ queryKey: teamsKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <SentenceDialog title={t("teams.askTitle", { name })} open onClose={onClose}>
      <p>{t("teams.askText")}</p>
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          {t("accounts.cancel")}
        </Button>
        <Button variant="danger" busy={removal.isPending} onPress={() => removal.mutate()}>
          {t("teams.remove")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
