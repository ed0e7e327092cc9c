import type { frStage } from "./frStage";

/** English words of what can be seen and done on the call's stage. */
export const enStage: typeof frStage = {
  stage: {
    chosen: "chosen",
    share: "Share screen",
    stopSharing: "Stop sharing",
    sharing: "The others see your screen.",
    shareFailed: "The screen cannot be shared. Choose another window, then try again.",
    shareFull: "Two screens are shown already. When one of them is no longer shared, share yours.",
    screenOf: "{{name}}’s screen",
    screenShared: "{{name}} shares the screen",
    screenEnded: "{{name}} no longer shares the screen",
    pin: "Pin {{name}}",
    unpin: "Unpin {{name}}",
    unpinAny: "Unpin",
    layout: "Layout",
    layouts: { speaker: "Speaker large", grid: "Everybody the same" },
    paused: "Picture paused to keep the sound",
    pausedShort: "Picture paused",
    frozen: "Picture frozen",
    smallWindow: "Small window",
    fullscreen: "Full screen",
  },
  keyboard: {
    open: "Keyboard",
    title: "Lead the call by the keyboard",
    text: "Turn a shortcut off where another tool needs it.",
    microphone: "Microphone off or on",
    camera: "Camera off or on",
    others: "Arrows: go from control to control, move your picture. Escape: close a menu, never leave.",
  },
};
