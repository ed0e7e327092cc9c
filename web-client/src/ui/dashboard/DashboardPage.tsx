import { useMutation } from "@tanstack/react-query";
import { Phone, Video } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Consultation, ConsultationMode } from "../../protocol/consultation";
import { createConsultation } from "../../protocol/createConsultation";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { dayOf } from "../i18n/clock";
import { DashboardLobby } from "../lobby/DashboardLobby";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useSession } from "../session/session";
import { DayList } from "./DayList";
import { useDay, useLiveDay, useRefreshDay } from "./day";
import { ReadyDialog } from "./ReadyDialog";
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
    <SignedInPage>
      <PageHeader
        title={dayOf(new Date(), i18n.language)}
        note={day.data && t("day.summary", { count: day.consultations.length })}
      >
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
      </PageHeader>
      {user?.role === "doctor" && <DashboardLobby />}
      <DayList day={day} onOpen={setShown} />
      {shown && <ReadyDialog consultation={shown} onClose={() => setShown(null)} />}
    </SignedInPage>
  );
}
