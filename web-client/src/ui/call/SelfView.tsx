import { VideoOff } from "lucide-react";
import { type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { VideoView } from "../components/VideoView";
import { useCallKit, useSnapshot } from "../session/callKit";

export const corners = ["se", "sw", "ne", "nw"] as const;
export type Corner = (typeof corners)[number];

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
    const east = left + width / 2 > stage.left + stage.width / 2;
    onCorner(`${south ? "s" : "n"}${east ? "e" : "w"}`);
  }

  return (
    <div
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
