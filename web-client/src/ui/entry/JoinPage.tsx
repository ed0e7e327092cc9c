import { useEffect, useState } from "react";
import { canCall } from "../../media/canCall";
import type { JoinAnswer } from "../../protocol/consultation";
import type { Entry } from "../../protocol/joinAsGuest";
import { DeviceCheck } from "../devices/DeviceCheck";
import { UnsupportedBrowser } from "../devices/laterDevices";
import { NetworkRow } from "../network/NetworkRow";
import { useNavigate } from "../router/navigation";
import { useParams } from "../router/Routes";
import { useSession } from "../session/session";
import { EntryForm } from "./EntryForm";

/** The guest's way in: code or link with a name, then the devices and the network, then the call. */
export function JoinPage() {
  const { shareToken } = useParams();
  const { places } = useSession();
  const navigate = useNavigate();
  const [join, setJoin] = useState<JoinAnswer | null>(null);

  // While the person looks at their picture the call's page comes: pressing "Join" waits for nothing.
  useEffect(() => {
    if (join) import("../call/ConferencePage").catch(() => undefined);
  }, [join]);

  function entered(answer: JoinAnswer, entry: Entry) {
    const on = { microphone: true, camera: answer.consultation.mode === "video" };
    places.keep({ join: answer, entry, on, end: null });
    setJoin(answer);
  }

  if (!canCall()) return <UnsupportedBrowser />;
  if (!join) return <EntryForm key={shareToken} shareToken={shareToken ?? null} onEntered={entered} />;
  return (
    <DeviceCheck
      video={join.consultation.mode === "video"}
      waits={join.lobby === "waiting"}
      onReady={(on) => {
        places.change(join.consultation.id, { on });
        navigate(`/conference/${join.consultation.id}`, { replace: true });
      }}
    >
      <NetworkRow join={join} />
    </DeviceCheck>
  );
}
