import { MonitorUp } from "lucide-react";
import type { ReactNode } from "react";
import type { Interest } from "../../call/interest";
import type { Tile } from "../../call/tiles";
import { VideoView } from "../components/VideoView";
import { useTranslation } from "../i18n/useTranslation";
import { StillPlate } from "./StillPlate";
import { useShownHeight } from "./useShownPictures";

interface ScreenTileProps {
  tile: Tile;
  interest: Interest;
  large: boolean;
  /** No new pictures come for now. */
  paused: boolean;
  pin: ReactNode;
}

/** What another person shows of their screen: whole, never cut. */
export function ScreenTile({ tile, interest, large, paused, pin }: ScreenTileProps) {
  const { t } = useTranslation();
  const { participantId, displayName, connected, screen } = tile;
  const view = useShownHeight(interest, { participantId, source: "screen" }, true);
  const name = t("stage.screenOf", { name: displayName });
  return (
    <div
      ref={view}
      className={large ? "tile tile-screen tile-large" : "tile tile-screen"}
      data-connected={connected}
      data-paused={paused}
    >
      {screen && (
        <VideoView track={screen} label={name} data-participant={participantId} data-kind="screen" />
      )}
      <p className="plate tile-plate">
        <MonitorUp size={18} aria-hidden="true" />
        <span className="plate-name">{name}</span>
      </p>
      {paused && <StillPlate cause="paused" large={large} />}
      {pin}
    </div>
  );
}
