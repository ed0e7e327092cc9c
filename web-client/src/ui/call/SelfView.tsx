import { VideoOff } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { VideoView } from "../components/VideoView";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";

/** `e` is the side where lines end: the right one, unless the language runs from right to left. */
export const corners = ["se", "sw", "ne", "nw"] as const;
export type Corner = (typeof corners)[number];

/** Where an arrow key moves the picture; null for any other key. */
export function cornerAfter(corner: Corner, key: string, mirrored: boolean): Corner | null {
  const [vertical, horizontal] = [corner[0], corner[1]];
  if (key === "ArrowUp" || key === "ArrowDown") {
    return `${key === "ArrowUp" ? "n" : "s"}${horizontal}` as Corner;
  }
  if (key === "ArrowLeft" || key === "ArrowRight") {
    return `${vertical}${(key === "ArrowRight") !== mirrored ? "e" : "w"}` as Corner;
  }
  return null;
}

const isMirrored = (element: Element) => getComputedStyle(element).direction === "rtl";

/** The own picture in a corner; it can be dragged to another, or moved by the menu. */
export function SelfView({ corner, onCorner }: { corner: Corner; onCorner(corner: Corner): void }) {
  const { t } = useTranslation();
  const { localMedia } = useCallKit();
  const { camera } = useSnapshot(localMedia);
  const start = useRef<{ x: number; y: number } | null>(null);

  function grab(event: PointerEvent<HTMLDivElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, y: event.clientY };
  }

  function drag(event: PointerEvent<HTMLDivElement>) {
    if (!start.current) return;
    const { x, y } = start.current;
    event.currentTarget.style.translate = `${event.clientX - x}px ${event.clientY - y}px`;
  }

  function drop(event: PointerEvent<HTMLDivElement>) {
    const view = event.currentTarget;
    const stage = view.parentElement?.getBoundingClientRect();
    const moved = start.current !== null && view.style.translate !== "";
    const { left, top, width, height } = view.getBoundingClientRect();
    start.current = null;
    view.style.translate = "";
    if (!stage || !moved) return;
    const south = top + height / 2 > stage.top + stage.height / 2;
    const right = left + width / 2 > stage.left + stage.width / 2;
    onCorner(`${south ? "s" : "n"}${right !== isMirrored(view) ? "e" : "w"}`);
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    const moved = cornerAfter(corner, event.key, isMirrored(event.currentTarget));
    if (!moved) return;
    event.preventDefault();
    onCorner(moved);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: it groups a picture, not the fields of a form
    <div
      role="group"
      aria-label={t("call.moveSelf")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move it
      tabIndex={0}
      onKeyDown={press}
      className={`self self-${corner}`}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
    >
      {camera.track ? (
        <VideoView track={camera.track} mirrored label={t("call.you")} data-self="camera" />
      ) : (
        <span className="self-off" data-self="off">
          <VideoOff size={24} aria-hidden="true" />
          <span className="visually-hidden">{t("devices.cameraOff")}</span>
        </span>
      )}
      <span className="plate">{t("call.you")}</span>
    </div>
  );
}
