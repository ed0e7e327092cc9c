import { useEffect, useState } from "react";
import type { Call } from "../../call/call";
import { ShortcutChoice } from "../../call/shortcuts";
import { StageView } from "../../call/stageView";
import type { CallChat } from "../../messages/callChat";
import { useChatNews } from "../chat/useChatNews";
import { useMediaQuery } from "../components/useMediaQuery";
import { whenIdle } from "../components/whenIdle";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";
import { CallBar } from "./CallBar";
import { CallHeader } from "./CallHeader";
import { CallNotices } from "./CallNotices";
import { CallBadge, CallRecording } from "./CallRecording";
import {
  CallLobby,
  CaptionPanel,
  Captions,
  ChatPanel,
  EndDialog,
  KeyboardDialog,
  loadLaterParts,
  NetworkTestsDialog,
  PeoplePanel,
} from "./laterParts";
import { MoreMenu } from "./MoreMenu";
import { RemoteSound } from "./RemoteSound";
import { type Corner, SelfView } from "./SelfView";
import { SharingBar } from "./SharingBar";
import { Stage } from "./Stage";
import { firstTrack, gridStyle, stagePlan } from "./stagePlan";
import { useAnnouncements } from "./useAnnouncements";
import { useBlurNews } from "./useBlurNews";
import { useFullscreen } from "./useFullscreen";
import { useHandNews } from "./useHandNews";
import { usePanel } from "./usePanel";
import { usePictureInPicture } from "./usePictureInPicture";
import { useSharing } from "./useSharing";
import { useShortcuts } from "./useShortcuts";
import { usePageVisibility } from "./useShownPictures";
import { useWakeLock } from "./useWakeLock";

/** The call: who is there, oneself, what one can do, and what one must know. */
export function CallScreen({ call, chat, sessionId }: { call: Call; chat: CallChat; sessionId: string }) {
  const { t } = useTranslation();
  const snapshot = useSnapshot(call);
  const large = useMediaQuery("(min-width: 800px) and (min-height: 481px)");
  const [corner, setCorner] = useState<Corner>("se");
  const [ending, setEnding] = useState(false);
  const [keyboard, setKeyboard] = useState(false);
  const [shortcuts] = useState(() => new ShortcutChoice(localStorage));
  useShortcuts(call, shortcuts);
  const [networks, setNetworks] = useState(false);
  const [soundRefused, setSoundRefused] = useState<(() => void) | null>(null);
  useWakeLock();
  useBlurNews();
  const panel = usePanel();
  const unread = useChatNews(chat, panel);
  const announcement = useAnnouncements(snapshot.tiles, snapshot.connection.quality, snapshot.phase);
  const hands = useHandNews(call);
  const doctor = snapshot.self.role === "doctor";
  const audioOnly = snapshot.videoChoice === "audio";
  const video = snapshot.mode === "video";
  const pictures = video && !audioOnly;
  const [view] = useState(() => new StageView(localStorage, (pinned) => call.interest.pin(pinned)));
  const plan = stagePlan(snapshot, useSnapshot(view), pictures);
  const pictureInPicture = usePictureInPicture(pictures ? firstTrack(plan) : null);
  usePageVisibility(call.interest, pictureInPicture?.on ?? false);
  const fullscreen = useFullscreen();
  const sharing = useSharing(call, snapshot.tiles);
  const share = video && call.screen.supported ? sharing : null;
  const captions = useSnapshot(call.asides.captions);
  const { user } = useSession();
  const mayCaption = call.asides.captions.mayWrite || user?.role === "doctor";

  useEffect(() => {
    const changed = () => call.networkChanged();
    window.addEventListener("online", changed);
    return () => window.removeEventListener("online", changed);
  }, [call]);
  // While the network is there.
  useEffect(() => whenIdle(() => loadLaterParts(doctor)), [doctor]);

  const more = (
    <MoreMenu
      call={call}
      video={video}
      choice={snapshot.videoChoice}
      onShare={share && !large ? share.toggle : null}
      sharing={sharing.on}
      stage={pictures && plan.others.length > 0 ? view : null}
      corner={pictures ? corner : null}
      onCorner={setCorner}
      onEndForAll={doctor && !large ? () => setEnding(true) : null}
      onPeople={large ? null : () => panel.toggle("people")}
      onCaptions={mayCaption ? () => panel.toggle("captions") : null}
      onNetworkTests={doctor ? () => setNetworks(true) : null}
      labelled={large}
      putBack={doctor && snapshot.waitingRoom ? snapshot.tiles : []}
      devices={large ? [] : pictures ? ["microphone", "camera"] : ["microphone"]}
      pictureInPicture={pictureInPicture}
      fullscreen={fullscreen}
      onKeyboard={() => setKeyboard(true)}
    />
  );

  return (
    <div
      className={`call ${pictures ? "" : "call-audio"} ${panel.open ? "call-beside" : ""}`}
      data-phase={snapshot.phase}
    >
      <CallHeader snapshot={snapshot} badge={<CallBadge call={call} />} menu={large ? null : more} />
      <main className="call-main" style={gridStyle(plan)}>
        <Stage call={call} snapshot={snapshot} plan={plan} view={view} pictures={pictures} />
        {pictures && <SelfView corner={corner} onCorner={setCorner} />}
        {doctor && <CallLobby sessionId={sessionId} />}
        <SharingBar screen={call.screen} />
        <CallNotices call={call} snapshot={snapshot} soundRefused={soundRefused} />
        {captions.wanted && captions.rows.length > 0 && <Captions rows={captions.rows} snapshot={snapshot} />}
      </main>
      {panel.open === "chat" && <ChatPanel chat={chat} onClose={panel.close} />}
      {panel.open === "people" && <PeoplePanel call={call} snapshot={snapshot} onClose={panel.close} />}
      {panel.open === "captions" && <CaptionPanel call={call} onClose={panel.close} />}
      <CallBar
        call={call}
        camera={video}
        share={large ? share : null}
        deviceMenus={large}
        panel={panel}
        unread={unread}
        people={large ? snapshot.tiles.length + 1 : null}
        menu={large ? more : null}
        onEndForAll={doctor && large ? () => setEnding(true) : null}
      />
      <RemoteSound tiles={snapshot.tiles} onRefused={setSoundRefused} />
      <p className="visually-hidden" role="status" aria-label={t("common.notifications")}>
        {announcement}
      </p>
      <p className="visually-hidden" role="status">
        {hands}
      </p>
      <CallRecording call={call} />
      {keyboard && <KeyboardDialog choice={shortcuts} video={video} onClose={() => setKeyboard(false)} />}
      {ending && <EndDialog consultationId={sessionId} open onClose={() => setEnding(false)} />}
      {networks && <NetworkTestsDialog consultationId={sessionId} open onClose={() => setNetworks(false)} />}
    </div>
  );
}
