import { type FocusEvent, type KeyboardEvent, useRef } from "react";

/**
 * Left and right arrows go from control to control, Tab goes past all of them and comes back to the last one
 * (WAI-ARIA, toolbar pattern).
 */
export function useToolbar() {
  const last = useRef<HTMLElement | null>(null);

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const controls = [...event.currentTarget.querySelectorAll("button")];
    const at = controls.indexOf(event.target as HTMLButtonElement);
    // A menu that hangs here stands elsewhere in the page.
    if (at < 0) return;
    if (event.key === "Tab") {
      // The browser goes on from here.
      controls.at(event.shiftKey ? 0 : -1)?.focus();
      last.current = controls[at] ?? null;
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    controls[at + step]?.focus();
  }

  function onFocus(event: FocusEvent<HTMLElement>) {
    const comesIn = !event.currentTarget.contains(event.relatedTarget);
    if (comesIn && last.current?.isConnected) last.current.focus();
    last.current = null;
  }

  return { onKeyDown, onFocus };
}
