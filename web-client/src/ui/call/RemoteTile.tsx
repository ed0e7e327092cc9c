import { AudioLines, Hand, Mic, MicOff, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Interest } from "../../call/interest";
import type { Tile } from "../../call/tiles";
import type { VideoStep } from "../../protocol/events";
import { Avatar } from "../components/Avatar";
import { VideoView } from "../components/VideoView";
import { useTranslation } from "../i18n/useTranslation";
import { isGrave, otherJoinSentence } from "./joinSentence";
import { QualityBars } from "./QualityBars";
import { StillPlate } from "./StillPlate";
import { stillCause } from "./stillCause";
import { useFrozen } from "./useFrozen";
import { useShownHeight } from "./useShownPictures";

interface RemoteTileProps {
  tile: Tile;
  /** False in an audio call and when the person wants sound alone. */
  pictures: boolean;
  interest: Interest;
  large: boolean;
  /** How far the pictures of others are stepped down for the sound's sake. */
  step: VideoStep;
  handUp: boolean;
  pin: ReactNode;
}

/** Another person: the picture, or initials where there is none. */
export function RemoteTile({ tile, pictures, interest, large, step, handUp, pin }: RemoteTileProps) {
  const { t } = useTranslation();
  const { displayName, role, video, microphoneOff, participantId, connected, advice } = tile;
  const speaking = tile.speaking && connected && !microphoneOff;
  const Microphone = microphoneOff ? MicOff : Mic;
  const quality = connected ? tile.connection.quality : null;
  const view = useShownHeight(interest, { participantId, source: "camera" }, pictures);
  const frozen = useFrozen(view, video, pictures && connected);
  const still = stillCause(step, frozen);
  const quiet = !microphoneOff && connected && !speaking && !handUp;
  return (
    <div
      ref={view}
      className={large ? "tile tile-large" : "tile"}
      data-connected={connected}
      data-speaking={speaking}
      data-paused={still === "paused"}
    >
      {pictures && video ? (
        <VideoView track={video} label={displayName} data-participant={participantId} data-kind="camera" />
      ) : (
        <div className="tile-person" data-participant={participantId} data-kind="initials">
          <Avatar name={displayName} large />
          {large && <p className="tile-name">{displayName}</p>}
        </div>
      )}
      <p className={quiet ? "plate tile-plate tile-plate-quiet" : "plate tile-plate"}>
        <Microphone size={18} className={microphoneOff ? "plate-off" : undefined} aria-hidden="true" />
        {speaking && <AudioLines size={18} className="plate-speaking" aria-hidden="true" />}
        {handUp && <Hand size={18} className="plate-hand" aria-hidden="true" />}
        <span className="plate-name">{displayName}</span>
        <span className="plate-role">{t(`call.roles.${role}`)}</span>
        {speaking && <span className="visually-hidden">{t("call.speaking")}</span>}
        {handUp && <span className="visually-hidden">{t("room.handIsUp")}</span>}
        {microphoneOff && <span className="visually-hidden">{t("call.microphoneOff")}</span>}
      </p>
      {advice && connected && (
        <p className="plate tile-advice" title={otherJoinSentence(t, displayName, advice)}>
          <TriangleAlert size={16} aria-hidden="true" />
          <span>{t(`joining.words.${advice}`)}</span>
          {/* What is graver stands in a notice. */}
          {!isGrave(advice) && (
            <span className="visually-hidden">{otherJoinSentence(t, displayName, advice)}</span>
          )}
        </p>
      )}
      {quality && (
        <p className="plate tile-quality">
          <QualityBars quality={quality} />
          <span className={large ? undefined : "visually-hidden"}>{t(`quality.words.${quality}`)}</span>
        </p>
      )}
      {still && pictures && video && <StillPlate cause={still} large={large} />}
      {pin}
    </div>
  );
}
