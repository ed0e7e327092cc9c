import { useEffect, useRef } from "react";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { ArrivalSound } from "./ArrivalSound";
import { useArrivals } from "./useArrivals";
import { useAdmitAny } from "./useDoor";
import { useLobby, type Waiting } from "./useLobby";
import { WaiterRow } from "./WaiterRow";
import "./lobby.css";

/** Who waits now, above the day; letting somebody in opens the room. */
export function DashboardLobby() {
  const { t } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const waiting = useLobby();
  const admitAny = useAdmitAny();
  const openRoom = ({ consultation }: Waiting) => {
    places.forget(consultation.id);
    navigate(`/conference/${consultation.id}`);
  };
  const tellOf = useDoorToasts(waiting, (arrived) => {
    void admitAny(arrived).then((done) => done && openRoom(arrived));
  });
  useArrivals(waiting, tellOf);
  const count = waiting?.length ?? 0;
  return (
    <section className="panel-card lobby-card" aria-labelledby="lobby">
      <div className="panel-card-head">
        <h2 id="lobby">
          {t("lobby.now")}
          {count > 0 && <span className="card-count"> {t("lobby.count", { count })}</span>}
        </h2>
        <ArrivalSound />
      </div>
      {waiting && count === 0 && <p className="lobby-nobody">{t("lobby.nobody")}</p>}
      <ul className="lobby-rows">
        {waiting?.map((one, index) => (
          <WaiterRow
            key={one.waiter.participant_id}
            waiting={one}
            first={index === 0}
            onAdmitted={() => openRoom(one)}
          />
        ))}
      </ul>
    </section>
  );
}

/** A toast for each arrival, which goes when they wait no more or the page is left. */
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
