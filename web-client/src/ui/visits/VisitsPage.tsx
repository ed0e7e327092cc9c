import { useQuery } from "@tanstack/react-query";
import { Hash, Phone, Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Consultation } from "../../protocol/consultation";
import { listConsultations } from "../../protocol/listConsultations";
import { Button, ButtonLink } from "../components/Button";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Waiting } from "../components/Waiting";
import { StatusBadge } from "../dashboard/StatusBadge";
import { dateAndTime } from "../i18n/clock";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useSession } from "../session/session";

/** Milliseconds between two looks. */
const lookEvery = 20_000;
const day = 24 * 3600 * 1000;

/** `/consultations`: what a signed-in patient comes for, and the way in by a code. */
export function VisitsPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const visits = useQuery({
    queryKey: ["visits"],
    queryFn: () => listConsultations(api, { ...soon(), cursor: null }),
    refetchInterval: lookEvery,
    retry: 1,
  });
  const coming = (visits.data?.items ?? [])
    .filter(({ status }) => status === "pending" || status === "active")
    .toSorted((one, other) => timeOf(one) - timeOf(other));
  return (
    <SignedInPage>
      <PageHeader title={t("visits.title")}>
        <ButtonLink to="/conference" icon={<Hash size={20} aria-hidden="true" />}>
          {t("visits.code")}
        </ButtonLink>
      </PageHeader>
      <Card title={t("visits.coming")} busy={visits.isPending}>
        <Waiting pending={visits.isPending} error={visits.error} onRetry={() => void visits.refetch()} />
        {visits.data && coming.length === 0 && (
          <Empty title={t("visits.none")}>
            <p>{t("visits.noneText")}</p>
          </Empty>
        )}
        <ul className="lines">
          {coming.map((visit) => (
            <VisitLine key={visit.id} visit={visit} />
          ))}
        </ul>
      </Card>
    </SignedInPage>
  );
}

function VisitLine({ visit }: { visit: Consultation }) {
  const { t, i18n } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const { id, mode, doctor } = visit;
  const Mode = mode === "video" ? Video : Phone;
  return (
    <li>
      <div className="line-words">
        <strong>{doctor.name}</strong>
        <span>
          {dateAndTime(new Date(timeOf(visit)), i18n.language)}, {t(`day.${mode}`)}
        </span>
      </div>
      <StatusBadge consultation={visit} />
      <Button
        variant="primary"
        icon={<Mode size={20} aria-hidden="true" />}
        aria-label={t("day.joinNamed", { name: doctor.name })}
        onPress={() => {
          places.forget(id);
          void navigate(`/conference/${id}`);
        }}
      >
        {t("day.join")}
      </Button>
    </li>
  );
}

function timeOf({ starts_at, created_at }: Consultation): number {
  return Date.parse(starts_at ?? created_at);
}

/** From yesterday, for one that runs late, to three months ahead. */
function soon(): { from: Date; to: Date } {
  const now = Date.now();
  return { from: new Date(now - day), to: new Date(now + 90 * day) };
}
