import type { frLobby } from "./frLobby";

/** English words of the waiting room. */
export const enLobby: typeof frLobby = {
  waiting: {
    title: "You are in the waiting room",
    text: "{{doctor}} knows that you are here and will let you in. Keep this page open.",
    justNow: "You have just arrived",
    since_one: "You have been waiting for a minute",
    since_other: "You have been waiting for {{count}} minutes",
    ready: "Camera and microphone ready",
    readyAudio: "Microphone ready",
    cameraOff: "Microphone ready, camera off",
    muted: "Your microphone is off",
    nothingSent: "Nobody sees or hears you here.",
    message: "Message from {{doctor}}, {{time}}",
    lost: "The connection is lost. Your place is kept, the page reconnects by itself.",
    connecting: "Connecting to the waiting room…",
    leave: "Leave the waiting room",
    admitted: "The doctor lets you in",
  },
};
