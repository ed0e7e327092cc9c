import { useMutation } from "@tanstack/react-query";
import type { Consultation, ConsultationMode } from "../../protocol/consultation";
import { createConsultation } from "../../protocol/createConsultation";
import type { Patient } from "../../protocol/listPatients";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { useRefreshDay } from "./day";

/** What to open, for whom. */
export interface Wish {
  mode: ConsultationMode;
  patient: Patient | null;
}

/** A new consultation, and for whom it is. */
export interface Opened {
  consultation: Consultation;
  patient: Patient | null;
}

/** Opens consultations for now. */
export function useCreation(onOpened: (opened: Opened) => void) {
  const { t } = useTranslation();
  const { api } = useSession();
  const refreshDay = useRefreshDay();
  return useMutation({
    mutationFn: ({ mode, patient }: Wish) => createConsultation(api, mode, patient?.id),
    onSuccess: (consultation, { patient }) => {
      onOpened({ consultation, patient });
      void refreshDay();
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
}
