import { useEffect, useState } from "react";

export interface Toggle {
  on: boolean;
  toggle(): void;
}

/**
 * The large picture in a small window above all others, in browsers that have one. It has a player of its own, so
 * that the window stays when somebody else becomes large.
 * @returns null where it cannot be had
 */
export function usePictureInPicture(track: MediaStreamTrack | null): Toggle | null {
  const [player] = useState(createPlayer);
  const [on, setOn] = useState(false);
  useEffect(() => {
    const entered = () => setOn(true);
    const left = () => setOn(false);
    player.addEventListener("enterpictureinpicture", entered);
    player.addEventListener("leavepictureinpicture", left);
    return () => {
      player.removeEventListener("enterpictureinpicture", entered);
      player.removeEventListener("leavepictureinpicture", left);
      leave(player);
      player.srcObject = null;
    };
  }, [player]);
  useEffect(() => {
    if (on) void show(player, track);
  }, [player, on, track]);

  if (!document.pictureInPictureEnabled || (!track && !on)) return null;
  const open = () => show(player, track).then(() => player.requestPictureInPicture());
  // A browser that will not, as without a picture yet, leaves everything as it is.
  return { on, toggle: () => (on ? leave(player) : void open().catch(() => undefined)) };
}

function createPlayer(): HTMLVideoElement {
  const player = document.createElement("video");
  player.muted = true;
  player.playsInline = true;
  return player;
}

async function show(player: HTMLVideoElement, track: MediaStreamTrack | null): Promise<void> {
  player.srcObject = track && new MediaStream([track]);
  if (track) await player.play().catch(() => undefined);
}

function leave(player: HTMLVideoElement): void {
  if (document.pictureInPictureElement === player) void document.exitPictureInPicture();
}
