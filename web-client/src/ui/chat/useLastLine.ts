import { type RefObject, useLayoutEffect, useRef } from "react";

/** Shows the end of a list whenever another line is the last one. */
export function useLastLine(last: string | undefined): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another last line is what it waits for
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [last]);
  return list;
}
