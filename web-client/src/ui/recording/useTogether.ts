import { useCallback, useEffect, useRef, useState } from "react";
import { follow } from "./together";

/** Milliseconds between two looks at the players. */
const pace = 200;

/** Plays several files in step. `length` is the recording's, in milliseconds. */
export function useTogether(length: number) {
  const players = useRef(new Map<HTMLMediaElement, number>());
  const [playing, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const at = useRef(0);

  useEffect(() => {
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      if (playing) at.current = Math.min(at.current + now - last, length);
      last = now;
      for (const [player, begins] of players.current) follow(player, begins, at.current, playing);
      setPosition(at.current);
      if (at.current >= length) setPlaying(false);
    };
    look();
    const timer = playing ? setInterval(look, pace) : undefined;
    return () => clearInterval(timer);
  }, [playing, length]);

  const toggle = useCallback(() => {
    if (at.current >= length) at.current = 0;
    setPlaying((now) => !now);
  }, [length]);
  const seek = useCallback((to: number) => {
    at.current = to;
    setPosition(to);
    for (const [player, begins] of players.current) follow(player, begins, to, false);
  }, []);
  const place = useCallback((player: HTMLMediaElement, begins: number) => {
    players.current.set(player, begins);
    return () => void players.current.delete(player);
  }, []);
  return { playing, position, toggle, seek, place };
}
