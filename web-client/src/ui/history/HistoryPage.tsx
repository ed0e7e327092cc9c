import { useMemo, useState } from "react";
import type { HistoryFilter, Outcome } from "../../protocol/history";
import { Button } from "../components/Button";
import { anyDay, timeOf } from "../components/days";
import { Empty } from "../components/Empty";
import { useLater } from "../components/useLater";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useSession } from "../session/session";
import { ExportMenu } from "./ExportMenu";
import { FigureStrip } from "./FigureStrip";
import { HistoryFilters } from "./HistoryFilters";
import { HistoryTable } from "./HistoryTable";
import { beginOf, type Choice, summable } from "./periods";
import { useHistory } from "./useHistory";
import "../components/card.css";
import "./history.css";

/** `/history`: what was, in figures and one by one; patients see their own. */
export function HistoryPage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const [period, setPeriod] = useState<Choice>("month");
  const [days, setDays] = useState(anyDay);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [search, setSearch] = useState("");
  const q = useLater(search.trim(), 250);
  const filter = useMemo<HistoryFilter>(() => {
    const time = period === "own" ? timeOf(days) : { from: beginOf(period, new Date()), to: null };
    return { ...time, outcome, q };
  }, [period, days, outcome, q]);
  const range = summable(filter, new Date());
  const history = useHistory(filter);
  const filtered = outcome !== null || q !== "";

  function clear() {
    setOutcome(null);
    setSearch("");
  }

  return (
    <SignedInPage>
      <PageHeader title={t("history.title")}>
        <ExportMenu filter={filter} />
      </PageHeader>
      <div className="history">
        <HistoryFilters
          {...{ period, days, outcome, search, filtered }}
          onPeriod={setPeriod}
          onDays={setDays}
          onOutcome={setOutcome}
          onSearch={setSearch}
          onClear={clear}
        />
        {user?.role !== "patient" && range && <FigureStrip range={range} />}
        <section className="table-card" aria-label={t("history.list")} aria-busy={history.isPending}>
          <Waiting pending={history.isPending} error={history.error} onRetry={() => void history.refetch()} />
          {history.data && history.entries.length === 0 && (
            <Empty title={t(filtered ? "history.noMatch" : "history.none")}>
              {!filtered && <p>{t("history.noneText")}</p>}
            </Empty>
          )}
          {history.entries.length > 0 && (
            <HistoryTable entries={history.entries} forPatient={user?.role === "patient"} />
          )}
        </section>
        {history.entries.length > 0 && (
          <div className="table-foot">
            <p className="card-note">{t("history.shown", { count: history.entries.length })}</p>
            {history.hasNextPage && (
              <Button busy={history.isFetchingNextPage} onPress={() => void history.fetchNextPage()}>
                {t("history.more")}
              </Button>
            )}
          </div>
        )}
      </div>
    </SignedInPage>
  );
}
