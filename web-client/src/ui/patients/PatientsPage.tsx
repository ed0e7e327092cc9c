import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { TextField } from "../components/TextField";
import { Waiting } from "../components/Waiting";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useCalling } from "../ringing/useCalling";
import { PatientLine } from "./PatientLine";
import { usePatients } from "./usePatients";

/** `/patients`: a doctor's own patients, each with the ways to reach them. */
export function PatientsPage() {
  const { t } = useTranslation();
  return (
    <SignedInPage>
      <PageHeader title={t("patients.title")} />
      <Patients />
    </SignedInPage>
  );
}

function Patients() {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const calling = useCalling();
  const { patients, ...query } = usePatients(search);
  return (
    <Card title={t("patients.list")} busy={query.isPending}>
      <div className="search">
        <TextField
          label={t("patients.search")}
          error={null}
          type="search"
          maxLength={80}
          value={search}
          onChange={setSearch}
        />
      </div>
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
            ringing={calling.isPending && calling.variables.id === patient.id ? calling.variables.mode : null}
            onCall={(mode) => calling.mutate({ id: patient.id, mode })}
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
  );
}
