import { ChevronDown, ChevronUp, DoorOpen } from "lucide-react";
import { useState } from "react";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";
import { useArrivals } from "./useArrivals";
import { useLiveLobby, useLobby } from "./useLobby";
import { WaiterRow } from "./WaiterRow";
import "./lobby.css";

/** In the doctor's call: who waits, for this consultation first; folded away it still says how many. */
export function CallLobby({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation();
  const waiting = useLobby();
  const [open, setOpen] = useState(true);
  const [announcement, setAnnouncement] = useState("");
  useLiveLobby();
  useArrivals(waiting, ({ waiter }) => {
    setAnnouncement(t("lobby.arrived", { name: waiter.display_name }));
    setOpen(true);
  });
  const here = waiting?.filter(({ consultation }) => consultation.id === sessionId) ?? [];
  const elsewhere = waiting?.filter(({ consultation }) => consultation.id !== sessionId) ?? [];
  const count = here.length + elsewhere.length;
  return (
    <>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      {count > 0 && (
        <section className="call-lobby" aria-label={t("lobby.heading")}>
          <PlainButton className="call-lobby-head" aria-expanded={open} onPress={() => setOpen(!open)}>
            <DoorOpen size={20} aria-hidden="true" />
            <span>{t("lobby.title", { count })}</span>
            {open ? <ChevronUp size={20} aria-hidden="true" /> : <ChevronDown size={20} aria-hidden="true" />}
          </PlainButton>
          {open && (
            <ul className="lobby-rows">
              {[...here, ...elsewhere].map((one, index) => (
                <WaiterRow
                  key={one.waiter.participant_id}
                  waiting={one}
                  first={index === 0}
                  onAdmitted={one.consultation.id === sessionId ? () => undefined : null}
                />
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  );
}
