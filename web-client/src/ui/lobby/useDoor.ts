import { useState } from "react";
import { admit } from "../../protocol/doorkeeping";
import { takeConsultation } from "../../protocol/takeConsultation";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { useRefreshLobby, type Waiting } from "./useLobby";

/** @returns opens the door to somebody, resolving to whether that worked; one of a shared queue becomes one's own first */
export function useAdmitAny(): (waiting: Waiting) => Promise<boolean> {
  const { t } = useTranslation();
  const { api, user } = useSession();
  const refresh = useRefreshLobby();
  return async ({ waiter, consultation }) => {
    try {
      if (consultation.doctor.id !== user?.id) await takeConsultation(api, consultation.id);
      await admit(api, consultation.id, waiter.participant_id);
      return true;
    } catch (error) {
      say(errorSentence(t, error), "error");
      return false;
    } finally {
      void refresh();
    }
  };
}

/** The same for a button of one row. */
export function useAdmit(waiting: Waiting, onAdmitted: () => void) {
  const { user } = useSession();
  const admitAny = useAdmitAny();
  const [busy, setBusy] = useState(false);
  const shared = waiting.consultation.doctor.id !== user?.id;
  async function open() {
    setBusy(true);
    const done = await admitAny(waiting);
    setBusy(false);
    if (done) onAdmitted();
  }
  return { shared, busy, admit: () => void open() };
}
