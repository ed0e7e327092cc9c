import { useEffect } from "react";
import type { Call } from "../../call/call";
import type { ShortcutChoice } from "../../call/shortcuts";

/** Whether shortcuts go with Cmd here. */
export const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Microphone and camera by the keyboard, wherever the focus is. */
export function useShortcuts(call: Call, choice: ShortcutChoice): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const meant = choice.meantBy(event, isApple());
      if (!meant || (meant === "camera" && call.getSnapshot().mode === "audio")) return;
      // Else the browser keeps a bookmark, or goes to its address bar.
      event.preventDefault();
      void (meant === "microphone" ? call.toggleMicrophone() : call.toggleCamera());
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [call, choice]);
}
