import { useTranslation } from "react-i18next";
import type { Interest } from "../../call/interest";
import type { StageView } from "../../call/stageView";
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
  /** The own network carries sound alone for now. */
  paused: boolean;
  /** Whether there is another that could be large. */
  choice: boolean;
  large?: boolean;
}

/** One picture of one person, with what can be done to it. */
export function StagePicture(props: StagePictureProps) {
  const { picture, view, interest, pictures, paused, choice, large = false } = props;
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
    <ScreenTile tile={tile} interest={interest} large={large} paused={paused} pin={pin} />
  ) : (
    <RemoteTile tile={tile} interest={interest} large={large} paused={paused} pin={pin} pictures={pictures} />
  );
}
