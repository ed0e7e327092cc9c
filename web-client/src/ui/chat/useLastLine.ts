import { type RefObject, useLayoutEffect, useRef } from "react";

/** Shows the end of a list whenever another line is the last one, or a keyboard takes some of its height. */
export function useLastLine(last: string | undefined): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another last line is what it waits for
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const show = () => {
      element.scrollTop = element.scrollHeight;
    };
    const sizes = new ResizeObserver(show);
    show();
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [last]);
  return list;
}
