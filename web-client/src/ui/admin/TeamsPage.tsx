import { useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useState } from "react";
import { listTeams } from "../../protocol/teams";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";
import { TeamCard } from "./TeamCard";
import { TeamDialog } from "./TeamDialog";
import { teamsKey } from "./teamsKey";
import "./teams.css";

/** `/admin/teams`: which doctors share their waiting rooms. */
export function TeamsPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const [creating, setCreating] = useState(false);
  const teams = useQuery({ queryKey: teamsKey, queryFn: () => listTeams(api), retry: 1 });
  return (
    <AdminPage
      title={t("admin.sections.teams")}
      tools={
        <Button
          variant="primary"
          icon={<Users size={20} aria-hidden="true" />}
          onPress={() => setCreating(true)}
        >
          {t("teams.new")}
        </Button>
      }
    >
      <div className="teams">
        <p className="card-note">{t("teams.what")}</p>
        <Waiting pending={teams.isPending} error={teams.error} onRetry={() => void teams.refetch()} />
        {teams.data?.items.length === 0 && (
          <Card title={t("teams.list")}>
            <Empty title={t("teams.none")}>{t("teams.noneText")}</Empty>
          </Card>
        )}
        {teams.data?.items.map((team) => (
          <TeamCard key={team.id} team={team} />
        ))}
      </div>
      {creating && <TeamDialog onClose={() => setCreating(false)} />}
    </AdminPage>
  );
}
