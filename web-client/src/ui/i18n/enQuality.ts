export const enQuality = {
  quality: {
    words: { good: "Good", fair: "Fair", poor: "Poor", lost: "Lost" },
    own: {
      good: "Connection good",
      fair: "Connection fair",
      poor: "Connection poor",
      lost: "Connection lost",
    },
    causeAlone: "{{cause}}. {{remedy}}",
    causeWithEffect: "{{cause}}: {{effect}}. {{remedy}}",
    cause: {
      narrow_downlink: "Your connection is slow",
      uplink_loss: "Your voice and picture reach the others with gaps",
      downlink_loss: "Your connection loses parts of what it receives",
      delay: "Your connection is late",
      silence: "Nothing gets through between you and the clinic",
    },
    effect: {
      smaller: "pictures become smaller so that sound gets through",
      slower: "pictures move less smoothly so that sound gets through",
      paused: "pictures pause so that sound gets through",
      audio_only: "the picture goes, the sound goes on",
    },
    remedy: {
      narrow_downlink: "Move closer to your Wi-Fi router, or close what else uses the network.",
      uplink_loss: "Move closer to your Wi-Fi router, or turn your camera off.",
      downlink_loss: "Move closer to your Wi-Fi router, or use a cable.",
      delay: "Let each other finish, and close downloads and films on this network.",
      silence: "Keep this page open, and check that you are online.",
    },
  },
};
