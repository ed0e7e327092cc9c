import { type RefObject, useEffect, useState } from "react";

/** Whether something that floats has to stand elsewhere, so as not to lie over what has the focus (WCAG 2.4.11). */
export function useClearOfFocus(floating: RefObject<HTMLElement | null>): boolean {
  const [elsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const look = (focused: EventTarget | null) => {
      const over = floating.current;
      if (!over || !(focused instanceof Element) || focused === document.body || over.contains(focused))
        return;
      if (isUnder(focused.getBoundingClientRect(), over.getBoundingClientRect())) setElsewhere((was) => !was);
    };
    const moved = ({ target }: FocusEvent) => look(target);
    look(document.activeElement);
    document.addEventListener("focusin", moved);
    return () => document.removeEventListener("focusin", moved);
  }, [floating]);
  return elsewhere;
}

/** Whether the middle of `one` is below `over`. */
function isUnder(one: DOMRect, over: DOMRect): boolean {
  const [x, y] = [one.left + one.width / 2, one.top + one.height / 2];
  return over.left <= x && x <= over.right && over.top <= y && y <= over.bottom;
}
