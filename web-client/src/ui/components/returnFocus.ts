import { useEffect } from "react";

/** What had the focus last outside of dialogs and menus: out of one, another may open in its place. */
let before: Element | null = document.activeElement;

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof Element && !target.closest(".modal, .menu-popover")) before = target;
});

/** Where nothing has the focus once a dialog is closed, it goes back to where it was before the first. */
export function useReturnedFocus(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    // React Aria has its turn with the next picture.
    return () => void requestAnimationFrame(() => requestAnimationFrame(giveBack));
  }, [open]);
}

function giveBack(): void {
  const lost = document.activeElement === null || document.activeElement === document.body;
  if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
}
