import type { Call } from "../../call/call";
import type { Tile } from "../../call/tiles";
import { screenSeats } from "../../media/mediaHandler";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import type { Toggle } from "./usePictureInPicture";

/** The own screen, as long as the others have a place to see it. */
export function useSharing({ screen }: Call, tiles: readonly Tile[]): Toggle {
  const { t } = useTranslation();
  const on = useSnapshot(screen).picture !== null;
  const others = tiles.filter((tile) => tile.screen).length;
  const toggle = () => {
    if (!on && others >= screenSeats) say(t("stage.shareFull"));
    else screen.toggle();
  };
  return { on, toggle };
}
