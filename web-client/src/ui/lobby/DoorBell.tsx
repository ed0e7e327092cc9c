import { useEffect, useRef } from "react";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useAddress, useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { useArrivals } from "./useArrivals";
import { useAdmitAny } from "./useDoor";
import { useLiveLobby, useLobby, type Waiting } from "./useLobby";

/** Tells a doctor on whichever page who has come to the waiting room; in the call stands a list of its own. */
export function DoorBell() {
  const { pathname } = useAddress();
  return /^\/(conference|meet)\//.test(pathname) ? null : <Bell />;
}

function Bell() {
  const { places } = useSession();
  const navigate = useNavigate();
  const waiting = useLobby();
  const admitAny = useAdmitAny();
  useLiveLobby();
  const tellOf = useDoorToasts(waiting, async (arrived) => {
    if (!(await admitAny(arrived))) return;
    places.forget(arrived.consultation.id);
    navigate(`/conference/${arrived.consultation.id}`);
  });
  useArrivals(waiting, tellOf);
  return null;
}

/** A toast for each arrival, which goes when they wait no more or the doctor goes into a call. */
function useDoorToasts(waiting: Waiting[] | null, onAdmit: (arrived: Waiting) => void) {
  const { t } = useTranslation();
  const shown = useRef(new Map<string, () => void>());
  useEffect(() => {
    for (const [id, close] of shown.current) {
      if (waiting?.some(({ waiter }) => waiter.participant_id === id)) continue;
      shown.current.delete(id);
      close();
    }
  }, [waiting]);
  useEffect(() => {
    const { current } = shown;
    return () => {
      for (const close of current.values()) close();
    };
  }, []);
  return (arrived: Waiting) => {
    const { participant_id: id, display_name: name } = arrived.waiter;
    shown.current.get(id)?.();
    const action = { label: t("lobby.admit"), onPress: () => onAdmit(arrived) };
    shown.current.set(id, say(t("lobby.arrived", { name }), "door", action));
  };
}
