import type { frNetwork } from "./frNetwork";

/** English words of the network test. */
export const enNetwork: typeof frNetwork = {
  network: {
    name: "Connection",
    testing: "being tested…",
    progress: "Progress of the connection test",
    skip: "Skip",
    stopped: "test skipped",
    refused: "could not be tested now",
    short: {
      video: "good for video",
      small_video: "enough for a small picture",
      audio: "enough for sound only",
      poor: "too weak for a call",
      blocked: "calls do not get through",
    },
    carries: {
      video: "Picture and sound will be fine.",
      small_video: "The picture may soften, sound will be fine.",
      audio: "Sound alone will do.",
      poor: "Too weak for a call.",
      blocked: "Calls do not get through.",
    },
    sentence: {
      video: "Your connection is good for video.",
      small_video: "Your connection is enough for a small picture.",
      audio: "Your connection is enough for sound only.",
      poor: "Your connection is too weak for a call.",
      blocked: "This network blocks calls. Use mobile data or another Wi-Fi, or call the clinic.",
    },
    remedy: {
      slow_up:
        "What you send goes slowly: move closer to your Wi-Fi router, or close what else uses the network.",
      slow_down:
        "What you receive comes slowly: move closer to your Wi-Fi router, or close what else uses the network.",
      loss: "Parts get lost on the way: move closer to your Wi-Fi router, or use a cable.",
      delay: "Sound will be late: close downloads and films on this network.",
      detour: "This network lets calls through by a detour only: if sound stops and starts, use mobile data.",
    },
  },
};
