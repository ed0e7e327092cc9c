import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Account } from "../../protocol/accounts";
import { listAccounts } from "../../protocol/listAccounts";
import { joinTeam, type Team } from "../../protocol/teams";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { SentenceDialog } from "../components/SentenceDialog";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { accountsKey } from "./accountsKey";
import { teamsKey } from "./teamsKey";

/** Finds a doctor by name for a team. */
export function TeamMemberDialog({ team, onClose }: { team: Team; onClose(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: [...accountsKey, "doctors", q],
    queryFn: () => listAccounts(api, { q, role: "doctor", cursor: null }),
    retry: 1,
  });
  const inside = new Set(team.doctors.map((doctor) => doctor.id));
  const others = found.data?.items.filter((doctor) => !inside.has(doctor.id) && !doctor.disabled);
  return (
    <SentenceDialog title={t("teams.addTitle", { name: team.name })} open onClose={onClose}>
      <TextField
        label={t("profile.name")}
        error={null}
        autoComplete="off"
        autoFocus
        maxLength={80}
        value={q}
        onChange={setQ}
      />
      <Waiting pending={found.isPending} error={found.error} onRetry={() => void found.refetch()} />
      {others?.length === 0 && <p className="card-note">{t(q ? "accounts.none" : "teams.nobodyElse")}</p>}
      <ul className="lines">
        {others?.map((doctor) => (
          <DoctorLine key={doctor.id} team={team} doctor={doctor} onDone={onClose} />
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("accounts.cancel")}</Button>
      </div>
    </SentenceDialog>
  );
}

function DoctorLine({ team, doctor, onDone }: { team: Team; doctor: Account; onDone(): void }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const joining = useMutation({
    mutationFn: () => joinTeam(api, team.id, doctor.id),
    onSuccess: () => {
      say(t("teams.joined", { doctor: doctor.name, name: team.name }));
      onDone();
      return queries.invalidateQueries({ queryKey: teamsKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <li>
      <div className="line-words">
        <strong>{doctor.name}</strong>
        <span>{doctor.email}</span>
      </div>
      <Button size="dense" busy={joining.isPending} onPress={() => joining.mutate()}>
        {t("teams.add")}
      </Button>
    </li>
  );
}
