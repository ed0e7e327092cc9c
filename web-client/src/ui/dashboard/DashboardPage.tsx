import { useMutation } from "@tanstack/react-query";
import { Phone, Video } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Consultation, ConsultationMode } from "../../protocol/consultation";
import { createConsultation } from "../../protocol/createConsultation";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { LanguageMenu } from "../components/LanguageMenu";
import { PageHeading } from "../components/PageHeading";
import { ThemeMenu } from "../components/ThemeMenu";
import { say } from "../components/Toasts";
import { dayOf } from "../i18n/clock";
import { DashboardLobby } from "../lobby/DashboardLobby";
import { useSession } from "../session/session";
import { DayList } from "./DayList";
import { useDay, useLiveDay, useRefreshDay } from "./day";
import { ReadyDialog } from "./ReadyDialog";
import { StaffPage } from "./StaffPage";
import "./dashboard.css";
import "./dashboardNarrow.css";

/** The doctor's day: what there is, and the two ways to start something new. */
export function DashboardPage() {
  const { t, i18n } = useTranslation();
  const { api, user } = useSession();
  const day = useDay();
  const refreshDay = useRefreshDay();
  const [shown, setShown] = useState<Consultation | null>(null);
  useLiveDay();
  const creation = useMutation({
    mutationFn: (mode: ConsultationMode) => createConsultation(api, mode),
    onSuccess: (consultation) => {
      setShown(consultation);
      void refreshDay();
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  const creating = (mode: ConsultationMode) => creation.isPending && creation.variables === mode;

  return (
    <StaffPage>
      <header className="day-header">
        <div>
          <PageHeading className="day-title">{dayOf(new Date(), i18n.language)}</PageHeading>
          {day.data && <p className="day-summary">{t("day.summary", { count: day.consultations.length })}</p>}
        </div>
        <div className="day-tools">
          <LanguageMenu short />
          <ThemeMenu />
          {user?.role === "doctor" && (
            <>
              <Button
                icon={<Phone size={20} aria-hidden="true" />}
                busy={creating("audio")}
                busyLabel={t("day.creating")}
                onPress={() => creation.mutate("audio")}
              >
                {t("day.newAudio")}
              </Button>
              <Button
                variant="primary"
                icon={<Video size={20} aria-hidden="true" />}
                busy={creating("video")}
                busyLabel={t("day.creating")}
                onPress={() => creation.mutate("video")}
              >
                {t("day.newVideo")}
              </Button>
            </>
          )}
        </div>
      </header>
      {user?.role === "doctor" && <DashboardLobby />}
      <DayList day={day} onOpen={setShown} />
      {shown && <ReadyDialog consultation={shown} onClose={() => setShown(null)} />}
    </StaffPage>
  );
}
