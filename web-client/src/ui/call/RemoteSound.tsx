import { useEffect, useRef } from "react";
import type { Tile } from "../../call/tiles";
import { useCallKit, useSnapshot } from "../session/callKit";

interface RemoteSoundProps {
  tiles: readonly Tile[];
  /** Told how to start the sound when the browser would not; null once it plays. */
  onRefused(start: (() => () => void) | null): void;
}

/** Plays everybody's sound, seen or not. */
export function RemoteSound({ tiles, onRefused }: RemoteSoundProps) {
  const box = useRef<HTMLDivElement>(null);
  function refused() {
    // A state setter would call a bare function: the way to start is handed over inside another.
    onRefused(() => () => {
      const players = [...(box.current?.querySelectorAll("audio") ?? [])];
      Promise.all(players.map((player) => player.play())).then(
        () => onRefused(null),
        () => undefined,
      );
    });
  }
  return (
    <div ref={box} hidden>
      {tiles.map(
        ({ participantId, audio }) =>
          audio && (
            <Player key={participantId} participantId={participantId} track={audio} onRefused={refused} />
          ),
      )}
    </div>
  );
}

interface PlayerProps {
  participantId: string;
  track: MediaStreamTrack;
  onRefused(): void;
}

function Player({ participantId, track, onRefused }: PlayerProps) {
  const player = useRef<HTMLAudioElement>(null);
  const tell = useRef(onRefused);
  const { sink } = useSnapshot(useCallKit().speaker);
  tell.current = onRefused;
  useEffect(() => {
    // Only where it is not what plays already: not every browser has a choice. One that is gone leaves the system's.
    if (player.current && (player.current.sinkId ?? "") !== sink)
      player.current.setSinkId(sink).catch(() => undefined);
  }, [sink]);
  useEffect(() => {
    const element = player.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") tell.current();
    });
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track
  return <audio ref={player} autoPlay data-participant={participantId} />;
}
