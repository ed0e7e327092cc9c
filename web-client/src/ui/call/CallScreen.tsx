import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../call/call";
import { EndDialog } from "../components/EndDialog";
import { useMediaQuery } from "../components/useMediaQuery";
import { CallLobby } from "../lobby/CallLobby";
import { NetworkTestsDialog } from "../network/NetworkTestsDialog";
import { useSnapshot } from "../session/callKit";
import { CallBar } from "./CallBar";
import { CallHeader } from "./CallHeader";
import { CallNotices } from "./CallNotices";
import { MoreMenu } from "./MoreMenu";
import { RemoteSound } from "./RemoteSound";
import { type Corner, SelfView } from "./SelfView";
import { Stage } from "./Stage";
import { useAnnouncements } from "./useAnnouncements";
import { usePageVisibility } from "./useShownPictures";
import { useWakeLock } from "./useWakeLock";

/** The call: who is there, oneself, what one can do, and what one must know. */
export function CallScreen({ call, sessionId }: { call: Call; sessionId: string }) {
  const { t } = useTranslation();
  const snapshot = useSnapshot(call);
  const large = useMediaQuery("(min-width: 800px) and (min-height: 481px)");
  const [corner, setCorner] = useState<Corner>("se");
  const [ending, setEnding] = useState(false);
  const [networks, setNetworks] = useState(false);
  const [soundRefused, setSoundRefused] = useState<(() => void) | null>(null);
  useWakeLock();
  usePageVisibility(call.interest);
  const announcement = useAnnouncements(snapshot.tiles, snapshot.connection.quality);
  const doctor = snapshot.self.role === "doctor";
  const audioOnly = snapshot.videoChoice === "audio";
  const pictures = snapshot.mode === "video" && !audioOnly;

  useEffect(() => {
    const changed = () => call.networkChanged();
    window.addEventListener("online", changed);
    return () => window.removeEventListener("online", changed);
  }, [call]);

  const more = (
    <MoreMenu
      call={call}
      video={snapshot.mode === "video"}
      audioOnly={audioOnly}
      corner={pictures ? corner : null}
      onCorner={setCorner}
      onEndForAll={doctor && !large ? () => setEnding(true) : null}
      onNetworkTests={doctor ? () => setNetworks(true) : null}
      placement={large ? "top" : "bottom end"}
      labelled={large}
      putBack={doctor ? snapshot.tiles : []}
    />
  );

  return (
    <div className={pictures ? "call" : "call call-audio"} data-phase={snapshot.phase}>
      <CallHeader snapshot={snapshot} menu={large ? null : more} />
      <main className="call-main">
        <Stage snapshot={snapshot} pictures={pictures} interest={call.interest} />
        {pictures && <SelfView corner={corner} onCorner={setCorner} />}
        {doctor && <CallLobby sessionId={sessionId} />}
        <CallNotices snapshot={snapshot} soundRefused={soundRefused} />
      </main>
      <CallBar
        call={call}
        camera={snapshot.mode === "video"}
        menu={large ? more : null}
        onEndForAll={doctor && large ? () => setEnding(true) : null}
      />
      <RemoteSound tiles={snapshot.tiles} onRefused={setSoundRefused} />
      <p className="visually-hidden" role="status" aria-label={t("common.notifications")}>
        {announcement}
      </p>
      <EndDialog consultationId={sessionId} open={ending} onClose={() => setEnding(false)} />
      <NetworkTestsDialog consultationId={sessionId} open={networks} onClose={() => setNetworks(false)} />
    </div>
  );
}
