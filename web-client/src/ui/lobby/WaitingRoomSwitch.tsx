import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Switch } from "react-aria-components";
import type { Consultation } from "../../protocol/consultation";
import { setWaitingRoom } from "../../protocol/setWaitingRoom";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import "./lobbyForm.css";

/** Whether those who come wait until their doctor lets them in. */
export function WaitingRoomSwitch({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const [on, setOn] = useState(consultation.waiting_room);
  const change = useMutation({
    mutationFn: (wanted: boolean) => setWaitingRoom(api, consultation.id, wanted),
    onMutate: setOn,
    onError: (error, wanted) => {
      setOn(!wanted);
      say(errorSentence(t, error), "error");
    },
  });
  return (
    <Switch className="switch" isSelected={on} onChange={(wanted) => change.mutate(wanted)}>
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
      {t("lobby.switch")}
    </Switch>
  );
}
