import { useEffect } from "react";

/** Tells each time that somebody looks at the page again, as after a locked phone or a call on it. */
export function usePageShown(onShown: () => void): void {
  useEffect(() => {
    const tell = () => document.hidden || onShown();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [onShown]);
}
