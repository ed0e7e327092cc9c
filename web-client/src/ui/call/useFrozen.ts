import { type RefObject, useEffect, useState } from "react";
import { FrozenPicture } from "../../call/frozenPicture";

/** Milliseconds between two looks. */
const period = 500;

/** Whether the camera's picture in a tile stands still; a camera never does by itself. */
export function useFrozen(
  tile: RefObject<HTMLDivElement | null>,
  track: MediaStreamTrack | null,
  expected: boolean,
): boolean {
  const [frozen, setFrozen] = useState(false);
  useEffect(() => {
    setFrozen(false);
    if (!track || !expected) return;
    const picture = new FrozenPicture();
    const timer = setInterval(() => {
      const player = tile.current?.querySelector("video");
      if (!player || document.visibilityState === "hidden") picture.forget();
      else setFrozen(picture.look(player.getVideoPlaybackQuality().totalVideoFrames, performance.now()));
    }, period);
    return () => clearInterval(timer);
  }, [tile, track, expected]);
  return frozen;
}
