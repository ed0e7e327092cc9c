import type { Interest } from "../../call/interest";
import type { StageView } from "../../call/stageView";
import type { VideoStep } from "../../protocol/events";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { PinButton } from "./PinButton";
import { RemoteTile } from "./RemoteTile";
import { ScreenTile } from "./ScreenTile";
import { isSame, type Picture } from "./stagePlan";

export interface StagePictureProps {
  picture: Picture;
  view: StageView;
  interest: Interest;
  /** False in an audio call and when the person wants sound alone. */
  pictures: boolean;
  /** How far the pictures of others are stepped down for the sound's sake. */
  step: VideoStep;
  /** Those whose hands are up. */
  hands: readonly string[];
  /** Whether there is another that could be large. */
  choice: boolean;
  large?: boolean;
}

/** One picture of one person, with what can be done to it. */
export function StagePicture(props: StagePictureProps) {
  const { picture, view, interest, pictures, step, hands, choice, large = false } = props;
  const { t } = useTranslation();
  const { tile, source } = picture;
  const { participantId, displayName } = tile;
  const pinned = isSame(picture, useSnapshot(view).pinned);
  const pin = choice && (
    <PinButton
      name={source === "screen" ? t("stage.screenOf", { name: displayName }) : displayName}
      pinned={pinned}
      onPin={(wanted) => view.pin(wanted ? { participantId, source } : null)}
    />
  );
  return source === "screen" ? (
    <ScreenTile tile={tile} interest={interest} large={large} paused={step === "audio_only"} pin={pin} />
  ) : (
    <RemoteTile
      tile={tile}
      interest={interest}
      large={large}
      step={step}
      handUp={hands.includes(participantId)}
      pin={pin}
      pictures={pictures}
    />
  );
}
