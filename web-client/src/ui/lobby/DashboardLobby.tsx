import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { ArrivalSound } from "./ArrivalSound";
import { useLobby, type Waiting } from "./useLobby";
import { WaiterRow } from "./WaiterRow";
import "./lobby.css";

/** Who waits now, above the day; letting somebody in opens the room. */
export function DashboardLobby() {
  const { t } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const waiting = useLobby();
  const openRoom = ({ consultation }: Waiting) => {
    places.forget(consultation.id);
    navigate(`/conference/${consultation.id}`);
  };
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
