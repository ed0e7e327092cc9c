import { useQuery } from "@tanstack/react-query";
import { ClipboardCopy, RefreshCw } from "lucide-react";
import { type MachineHealth, machineHealth, type Verdict } from "../../protocol/machineHealth";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { copyText } from "../components/copyText";
import { Waiting } from "../components/Waiting";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";
import { CheckLine, VerdictIcon } from "./CheckLine";
import { plainReport } from "./plainReport";
import { RightNow } from "./RightNow";
import "./health.css";

/** Milliseconds between two looks. */
const lookEvery = 60_000;

/** `/admin`: whether consultations work, and what to do where they do not. */
export function HealthPage() {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const health = useQuery({
    queryKey: ["health"],
    queryFn: () => machineHealth(api),
    refetchInterval: lookEvery,
    retry: 1,
  });
  const time = timeOfDay(new Date(health.dataUpdatedAt), language);
  return (
    <AdminPage title={t("admin.sections.health")}>
      <Waiting pending={health.isPending} error={health.error} onRetry={() => void health.refetch()} />
      {health.data && (
        <div className="health">
          <div className="health-main">
            <Summary
              verdict={health.isError ? "fail" : worst(health.data)}
              away={health.isError}
              note={t("health.checkedAt", { time })}
              busy={health.isFetching}
              onCheck={() => void health.refetch()}
            />
            <Card title={t("health.checks")}>
              <ul className="checks">
                {health.data.checks.map((check) => (
                  <CheckLine key={check.name} check={check} />
                ))}
              </ul>
            </Card>
            <Foot health={health.data} />
          </div>
          <RightNow health={health.data} />
        </div>
      )}
    </AdminPage>
  );
}

interface SummaryProps {
  verdict: Verdict;
  /** The server does not answer any more: the rest is old. */
  away: boolean;
  note: string;
  busy: boolean;
  onCheck(): void;
}

function Summary({ verdict, away, note, busy, onCheck }: SummaryProps) {
  const { t } = useTranslation();
  return (
    <section className="health-summary" aria-labelledby="health-summary">
      <VerdictIcon verdict={verdict} size={28} />
      <div>
        <h2 id="health-summary">{t(away ? "health.away" : `health.summary.${verdict}`)}</h2>
        <p className="card-note" role="status">
          {note}
        </p>
      </div>
      <Button
        icon={<RefreshCw size={20} aria-hidden="true" />}
        busy={busy}
        busyLabel={t("health.checking")}
        onPress={onCheck}
      >
        {t("health.again")}
      </Button>
    </section>
  );
}

function Foot({ health }: { health: MachineHealth }) {
  const { t } = useTranslation();
  const hours = Math.floor(health.up_s / 3600);
  const up =
    hours >= 48
      ? t("health.upDays", { count: Math.floor(hours / 24) })
      : t("health.upHours", { count: hours });
  return (
    <div className="health-foot">
      <p className="card-note">
        Vestibule {health.version}, {up}
      </p>
      <Button
        variant="ghost"
        icon={<ClipboardCopy size={20} aria-hidden="true" />}
        onPress={() => copyText(t, plainReport(health), t("health.copied"))}
      >
        {t("health.copy")}
      </Button>
    </div>
  );
}

/** They come sorted. */
function worst({ checks }: MachineHealth): Verdict {
  return checks[0]?.verdict ?? "pass";
}
