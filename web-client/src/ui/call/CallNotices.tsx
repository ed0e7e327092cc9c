import { Info, MicOff, TriangleAlert, Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Call } from "../../call/call";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { OwnDevice } from "../../call/localMedia";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { isGrave, otherJoinSentence, ownJoinSentence } from "./joinSentence";
import { qualitySentence } from "./qualitySentence";
import { useMutedSpeech } from "./useMutedSpeech";

interface CallNoticesProps {
  call: Call;
  snapshot: CallSnapshot;
  /** Starts the sound that the browser held back. */
  soundRefused: (() => void) | null;
}

/** What the person must know now, on plates away from the faces: at most two, the gravest first. */
export function CallNotices({ call, snapshot, soundRefused }: CallNoticesProps) {
  const { t } = useTranslation();
  const { localMedia } = useCallKit();
  const { microphone, camera } = useSnapshot(localMedia);
  const unheard = useMutedSpeech(microphone);
  const screen = useSnapshot(call.screen);
  const { mutedByDoctor } = useSnapshot(call.asides.muteRequests);
  const lost = snapshot.tiles.find((tile) => !tile.connected);
  const connection = connectionNotice(snapshot);
  const [understood, setUnderstood] = useState(false);
  const advice = adviceOf(snapshot, microphone, understood);
  const anotherWay = advice === "another_way";
  const own = ownJoinSentence(t, advice, snapshot.serverPort);
  const [astray] = snapshot.tiles.flatMap(({ connected, advice, displayName }) =>
    connected && advice && isGrave(advice) ? [otherJoinSentence(t, displayName, advice)] : [],
  );
  const quality = snapshot.phase === "connected" ? qualitySentence(t, snapshot.connection) : null;
  const warn = <TriangleAlert size={24} aria-hidden="true" />;
  const info = <Info size={24} aria-hidden="true" />;

  const notices: [string, ReactNode, string][] = [];
  // What the server found out says more than that nothing connects.
  if (connection && !(own && connection === "call.blocked"))
    notices.push(["connection", warn, t(connection)]);
  if (own && !anotherWay) notices.push(["join", warn, own]);
  if (microphone.asking || camera.asking) {
    notices.push(["asking", info, t("call.asking")]);
  } else if (microphone.problem) {
    notices.push(["microphone", warn, t(`problems.microphone.${microphone.problem}`)]);
  } else if (!microphone.on) {
    const quietly = t(mutedByDoctor ? "room.mutedByDoctor" : "call.muted");
    const sentence = unheard ? t(`call.unheard.${snapshot.self.role}`) : quietly;
    notices.push(["muted", <MicOff key="i" size={24} aria-hidden="true" />, sentence]);
  }
  if (camera.problem) notices.push(["camera", warn, t(`problems.camera.${camera.problem}`)]);
  if (screen.problem) notices.push(["share", warn, t("stage.shareFailed")]);
  if (lost) notices.push(["lost", warn, t("call.otherLost", { name: lost.displayName })]);
  if (astray) notices.push(["astray", warn, astray]);
  if (quality) notices.push(["quality", warn, quality]);
  if (own && anotherWay) notices.push(["another-way", info, own]);
  if (snapshot.videoChoice === "audio") {
    notices.push(["audio-only", info, t("call.audioOnlyOn")]);
  }

  return (
    <div className="notices" role="status">
      {soundRefused && (
        <div className="stage-notice">
          <span>{t("call.startSoundText")}</span>
          <Button icon={<Volume2 size={24} aria-hidden="true" />} onPress={soundRefused}>
            {t("call.startSound")}
          </Button>
        </div>
      )}
      {notices.slice(0, soundRefused ? 1 : 2).map(([key, icon, sentence]) => (
        <p key={key} className="stage-notice">
          {icon}
          <span>{sentence}</span>
          {key === "another-way" && (
            <Button size="staff" onPress={() => setUnderstood(true)}>
              {t("joining.understood")}
            </Button>
          )}
        </p>
      ))}
    </div>
  );
}

/** What is amiss with the own way into the call and not explained otherwise. */
function adviceOf({ join, signalingLost }: CallSnapshot, microphone: OwnDevice, understood: boolean) {
  const advice = join?.advice ?? null;
  const explained =
    (advice === "another_way" && understood) || (advice === "nothing_sent" && microphone.problem !== null);
  return explained || signalingLost ? null : advice;
}

function connectionNotice({ phase, mediaProblem, mediaBlocked, signalingLost, connectedAt }: CallSnapshot) {
  if (phase === "connected") return signalingLost ? "call.signalingLost" : null;
  if (mediaProblem === "media_full") return "call.mediaFull";
  if (signalingLost) return connectedAt === null ? "errors.unreachable" : null;
  if (mediaProblem && mediaProblem !== "unreachable") return "call.mediaAway";
  return mediaBlocked ? "call.blocked" : null;
}
