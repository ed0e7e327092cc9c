import { Phone, Video } from "lucide-react";
import { useState } from "react";
import type { Consultation, ConsultationMode } from "../../protocol/consultation";
import type { Patient } from "../../protocol/listPatients";
import { Button } from "../components/Button";
import { WeekCard } from "../history/WeekCard";
import { dayOf } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { DashboardLobby } from "../lobby/DashboardLobby";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { PatientPicker } from "../patients/PatientPicker";
import { useSession } from "../session/session";
import { ComingCard } from "./ComingCard";
import { DayList } from "./DayList";
import { useDay, useLiveDay } from "./day";
import { LastCard } from "./LastCard";
import { OnlineCard } from "./OnlineCard";
import { ReadyDialog } from "./ReadyDialog";
import { summary } from "./summary";
import { type Opened, useCreation } from "./useCreation";
import "./dashboard.css";
import "./dashboardNarrow.css";

/** The doctor's day: what there is, and the two ways to start something new. */
export function DashboardPage() {
  const { t, language } = useTranslation();
  const isDoctor = useSession().user?.role === "doctor";
  const day = useDay();
  const [patient, setPatient] = useState<Patient | null>(null);
  const [shown, setShown] = useState<Opened | null>(null);
  useLiveDay();
  const creation = useCreation((opened) => {
    setShown(opened);
    setPatient(null);
  });
  const open = (consultation: Consultation) => setShown({ consultation, patient: null });
  const creating = (mode: ConsultationMode) => creation.isPending && creation.variables.mode === mode;

  return (
    <SignedInPage>
      <PageHeader
        title={dayOf(new Date(), language)}
        note={day.data && summary(t, day.consultations, language)}
        search={
          isDoctor && <PatientPicker key={String(patient === null)} patient={patient} onChoose={setPatient} />
        }
      >
        {isDoctor && (
          <>
            <Button
              icon={<Phone size={20} aria-hidden="true" />}
              busy={creating("audio")}
              busyLabel={t("day.creating")}
              onPress={() => creation.mutate({ mode: "audio", patient })}
            >
              {t("day.newAudio")}
            </Button>
            <Button
              variant="primary"
              icon={<Video size={20} aria-hidden="true" />}
              busy={creating("video")}
              busyLabel={t("day.creating")}
              onPress={() => creation.mutate({ mode: "video", patient })}
            >
              {t("day.newVideo")}
            </Button>
          </>
        )}
      </PageHeader>
      <div className="dashboard">
        <div className="dashboard-main">
          {isDoctor && <DashboardLobby />}
          <DayList day={day} onOpen={open} />
        </div>
        <aside className="dashboard-aside" aria-label={t("day.glance")}>
          {isDoctor && (
            <>
              <ComingCard onOpen={open} />
              <OnlineCard />
              <LastCard />
            </>
          )}
          <WeekCard />
        </aside>
      </div>
      {shown && <ReadyDialog {...shown} onClose={() => setShown(null)} />}
    </SignedInPage>
  );
}
