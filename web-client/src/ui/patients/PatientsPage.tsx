import { useState } from "react";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { SearchField } from "../components/SearchField";
import { Waiting } from "../components/Waiting";
import { ReadyDialog } from "../dashboard/ReadyDialog";
import { type Opened, useCreation } from "../dashboard/useCreation";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { PatientLine } from "./PatientLine";
import { usePatients } from "./usePatients";

/** `/patients`: a doctor's own patients, each with the ways to reach them. */
export function PatientsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const [opened, setOpened] = useState<Opened | null>(null);
  const creation = useCreation(setOpened);
  const { patients, ...query } = usePatients(search);
  return (
    <SignedInPage>
      <PageHeader title={t("patients.title")} />
      <search className="page-search">
        <SearchField label={t("patients.search")} value={search} onChange={setSearch} />
      </search>
      <Card title={t("patients.list")} busy={query.isPending}>
        <Waiting pending={query.isPending} error={query.error} onRetry={() => void query.refetch()} />
        {query.data && patients.length === 0 && (
          <Empty title={t(search ? "patients.noMatch" : "patients.none")}>
            {!search && <p>{t("patients.noneText")}</p>}
          </Empty>
        )}
        <ul className="lines">
          {patients.map((patient) => (
            <PatientLine
              key={patient.id}
              patient={patient}
              opening={
                creation.isPending && creation.variables.patient?.id === patient.id
                  ? creation.variables.mode
                  : null
              }
              onOpen={(mode) => creation.mutate({ mode, patient })}
            />
          ))}
        </ul>
        {query.hasNextPage && (
          <div>
            <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {t("day.more")}
            </Button>
          </div>
        )}
      </Card>
      {opened && <ReadyDialog {...opened} onClose={() => setOpened(null)} />}
    </SignedInPage>
  );
}
