import { type RefObject, useEffect, useRef } from "react";
import type { Interest } from "../../call/interest";
import type { PictureOf } from "../../call/stageView";

/** Height of a picture to its width, as cameras have it. */
const aspect = 9 / 16;

/**
 * Tells how high somebody's picture is shown in a tile, for as long as the tile is there.
 * @param pictures whether tiles show pictures at all
 */
export function useShownHeight(
  interest: Interest,
  { participantId, source }: PictureOf,
  pictures: boolean,
): RefObject<HTMLDivElement | null> {
  const tile = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = tile.current;
    if (!element || !pictures) return;
    let seen = true;
    const tell = () => {
      const { clientWidth, clientHeight } = element;
      // A camera's picture covers the tile: in a wide one it is higher than the part that shows.
      const whole = source === "camera" ? Math.max(clientHeight, clientWidth * aspect) : clientHeight;
      interest.show(participantId, source, seen ? whole * devicePixelRatio : 0);
    };
    const sizes = new ResizeObserver(tell);
    const view = new IntersectionObserver((entries) => {
      seen = entries.at(-1)?.isIntersecting ?? true;
      tell();
    });
    // Not only when the observers come round: a tile that moved must not seem gone in between.
    tell();
    sizes.observe(element);
    view.observe(element);
    return () => {
      sizes.disconnect();
      view.disconnect();
      interest.remove(participantId, source);
    };
  }, [interest, participantId, source, pictures]);
  return tile;
}

/**
 * Tells whether anybody can see the page.
 * @param elsewhere its large picture is seen in a window of its own
 */
export function usePageVisibility(interest: Interest, elsewhere: boolean): void {
  useEffect(() => {
    const tell = () => interest.setVisible(elsewhere || document.visibilityState === "visible");
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [interest, elsewhere]);
}
