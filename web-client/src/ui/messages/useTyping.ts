import { useCallback, useEffect, useRef } from "react";

/** Milliseconds after which it is said again that somebody writes. */
const every = 3_000;

/** Says that one writes, again while it goes on, and when one stops; `say` may change. */
export function useTyping(say: (typing: boolean) => void): (typing: boolean) => void {
  const saying = useRef(say);
  const last = useRef(0);
  useEffect(() => {
    saying.current = say;
  });
  useEffect(
    () => () => {
      if (last.current > 0) saying.current(false);
    },
    [],
  );
  return useCallback((typing: boolean) => {
    const now = Date.now();
    if (typing ? now - last.current < every : last.current === 0) return;
    last.current = typing ? now : 0;
    saying.current(typing);
  }, []);
}
