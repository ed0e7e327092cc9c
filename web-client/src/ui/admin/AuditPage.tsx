import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type AuditFilter, listAudit } from "../../protocol/audit";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { DayRange } from "../components/DayRange";
import { anyDay, timeOf } from "../components/days";
import { Empty } from "../components/Empty";
import { TextField } from "../components/TextField";
import { useLater } from "../components/useLater";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";
import { AuditTable } from "./AuditTable";
import "./audit.css";

/** What to look for, as it stands in the fields. */
export type AuditWords = Pick<AuditFilter, "actor" | "action" | "subject">;
const anything: AuditWords = { actor: "", action: "", subject: "" };

/** `/admin/audit`: who did what, and what was refused; looking is written down too. */
export function AuditPage() {
  const { t } = useTranslation();
  const [words, setWords] = useState(anything);
  const [days, setDays] = useState(anyDay);
  const audit = useAudit({ ...useLater(words, 400), ...timeOf(days) });
  const filtered = words !== anything || days !== anyDay;

  function clear() {
    setWords(anything);
    setDays(anyDay);
  }

  return (
    <AdminPage title={t("admin.sections.audit")} note={t("audit.what")}>
      <search className="audit-filters">
        {(["action", "actor", "subject"] as const).map((field) => (
          <TextField
            key={field}
            label={t(`audit.${field}`)}
            error={null}
            type="search"
            maxLength={100}
            value={words[field]}
            onChange={(text) => setWords({ ...words, [field]: text.trim() })}
          />
        ))}
        <DayRange days={days} onChange={setDays} />
        {filtered && (
          <Button variant="ghost" onPress={clear}>
            {t("history.clear")}
          </Button>
        )}
      </search>
      <Card title={t("audit.list")} busy={audit.isPending}>
        <Waiting pending={audit.isPending} error={audit.error} onRetry={() => void audit.refetch()} />
        {audit.data && audit.rows.length === 0 && <Empty title={t("audit.none")} />}
        {audit.rows.length > 0 && (
          <AuditTable rows={audit.rows} onOnly={(only) => setWords({ ...words, ...only })} />
        )}
        {audit.hasNextPage && (
          <div>
            <Button busy={audit.isFetchingNextPage} onPress={() => void audit.fetchNextPage()}>
              {t("audit.more")}
            </Button>
          </div>
        )}
      </Card>
    </AdminPage>
  );
}

/** Each look adds a row, so nothing is asked for again by itself. */
function useAudit(filter: AuditFilter) {
  const { api } = useSession();
  const query = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) => listAudit(api, filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return { ...query, rows: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}
