import { useMinutes } from "../components/useMinutes";
import { useTranslation } from "../i18n/useTranslation";
import { useAddress } from "../router/navigation";
import { useLobby, type Waiting } from "./useLobby";
import "./longestWait.css";

/** Who has waited longest and for how many minutes, on every page but the one that lists them all. */
export function LongestWait() {
  const { pathname } = useAddress();
  const first = useLobby()?.[0];
  return first && pathname !== "/webrtc" ? <WaitOf waiting={first} /> : null;
}

function WaitOf({ waiting: { waiter } }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const minutes = useMinutes(Date.parse(waiter.since));
  return (
    <span className="longest-wait">
      <span className="longest-wait-name">{waiter.display_name}</span>
      <span>{t("lobby.minutes", { count: minutes })}</span>
    </span>
  );
}
