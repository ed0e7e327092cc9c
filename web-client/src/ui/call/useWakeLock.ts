import { useEffect } from "react";

/** Keeps the screen of a phone on during the call; a browser that cannot is left alone. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let over = false;
    async function keepAwake() {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      if (over) void lock?.release();
    }
    void keepAwake();
    // The browser lets go of it whenever the page is hidden.
    document.addEventListener("visibilitychange", keepAwake);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", keepAwake);
      void lock?.release();
    };
  }, []);
}
