import { useEffect, useState } from "react";
import type { Toggle } from "./usePictureInPicture";

/** The call on the whole screen; null where the browser cannot. */
export function useFullscreen(): Toggle | null {
  const [on, setOn] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const changed = () => setOn(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => {
      document.removeEventListener("fullscreenchange", changed);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  if (!document.fullscreenEnabled) return null;
  const enter = () => document.documentElement.requestFullscreen();
  const toggle = () => void (on ? document.exitFullscreen() : enter()).catch(() => undefined);
  return { on, toggle };
}
