import { Clock, DoorOpen, MessageSquare } from "lucide-react";
import { useState } from "react";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { QualityWord } from "../components/QualityWord";
import { TipButton } from "../components/TipButton";
import { useMinutes } from "../components/useMinutes";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { DenyDialog } from "./DenyDialog";
import { deviceWords } from "./deviceWords";
import { MessageDialog } from "./MessageDialog";
import { useAdmit } from "./useDoor";
import type { Waiting } from "./useLobby";
import { WaiterNetwork } from "./WaiterNetwork";

/** Minutes of waiting that ask for attention. */
const long = 10;

interface WaiterRowProps {
  waiting: Waiting;
  /** Whose turn it is. */
  first: boolean;
  /** Null where the door cannot be opened from here: another consultation goes on. */
  onAdmitted: (() => void) | null;
}

/** One who waits: who, since when, with what, and what can be done about it. */
export function WaiterRow({ waiting, first, onAdmitted }: WaiterRowProps) {
  const { t, language } = useTranslation();
  const { waiter, consultation } = waiting;
  const { display_name: name, connected, devices } = waiter;
  const [dialog, setDialog] = useState<"deny" | "write" | null>(null);
  const { shared, busy, admit } = useAdmit(waiting, onAdmitted ?? (() => undefined));
  const { title, mode, starts_at } = consultation;
  const planned = starts_at && timeOfDay(new Date(starts_at), language);
  const facts = [title !== name && title, planned, t(`day.${mode}`).toLowerCase()].filter(Boolean).join(", ");
  const close = () => setDialog(null);
  return (
    <li className="waiter">
      <Avatar name={name} />
      <span className="waiter-who">
        <strong>{name}</strong>
        <span className="waiter-fact">{onAdmitted ? facts : `${facts}, ${t("lobby.elsewhere")}`}</span>
      </span>
      <WaitingTime since={waiter.since} />
      <span className="waiter-test">
        {connected ? (
          <WaiterNetwork consultationId={consultation.id} waiter={waiter} />
        ) : (
          <QualityWord quality="lost">{t("lobby.lost")}</QualityWord>
        )}
        <span className="waiter-fact">{deviceWords(t, devices, consultation.mode === "video")}</span>
      </span>
      <span className="waiter-actions">
        {!shared && (
          <>
            <TipButton
              bordered
              label={t("lobby.writeNamed", { name })}
              icon={<MessageSquare size={20} aria-hidden="true" />}
              onPress={() => setDialog("write")}
            />
            <Button
              variant="ghost"
              aria-label={t("lobby.denyNamed", { name })}
              onPress={() => setDialog("deny")}
            >
              {t("lobby.deny")}
            </Button>
          </>
        )}
        {onAdmitted && (
          <Button
            variant={first ? "primary" : "secondary"}
            icon={<DoorOpen size={20} aria-hidden="true" />}
            busy={busy}
            busyLabel={t("lobby.admitting")}
            aria-label={t(shared ? "lobby.takeNamed" : "lobby.admitNamed", { name })}
            onPress={admit}
          >
            {t(shared ? "lobby.take" : "lobby.admit")}
          </Button>
        )}
      </span>
      {dialog === "deny" && <DenyDialog waiting={waiting} onClose={close} />}
      {dialog === "write" && <MessageDialog waiting={waiting} onClose={close} />}
    </li>
  );
}

function WaitingTime({ since }: { since: string }) {
  const { t } = useTranslation();
  const minutes = useMinutes(Date.parse(since));
  const tooLong = minutes >= long;
  return (
    <span className={tooLong ? "waiter-time waiter-long" : "waiter-time"}>
      <Clock size={18} aria-hidden="true" />
      <span>
        {minutes === 0 ? t("lobby.justNow") : t("lobby.minutes", { count: minutes })}
        {tooLong && <span className="waiter-fact">{t("lobby.long")}</span>}
      </span>
    </span>
  );
}
