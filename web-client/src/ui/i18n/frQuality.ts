export const frQuality = {
  quality: {
    words: { good: "Bonne", fair: "Moyenne", poor: "Faible", lost: "Coupée" },
    own: {
      good: "Connexion bonne",
      fair: "Connexion moyenne",
      poor: "Connexion faible",
      lost: "Connexion coupée",
    },
    causeAlone: "{{cause}}. {{remedy}}",
    causeWithEffect: "{{cause}} : {{effect}}. {{remedy}}",
    cause: {
      narrow_downlink: "Votre connexion est lente",
      uplink_loss: "Votre voix et votre image arrivent avec des coupures chez les autres",
      downlink_loss: "Votre connexion perd une partie de ce qu’elle reçoit",
      delay: "Votre connexion a du retard",
      silence: "Rien ne passe entre vous et le cabinet",
    },
    effect: {
      smaller: "les images rapetissent pour que le son passe",
      slower: "les images sont moins fluides pour que le son passe",
      paused: "les images s’arrêtent pour que le son passe",
      audio_only: "l’image s’arrête, le son continue",
    },
    remedy: {
      narrow_downlink: "Approchez-vous de votre box Wi-Fi, ou fermez ce qui utilise aussi le réseau.",
      uplink_loss: "Approchez-vous de votre box Wi-Fi, ou coupez votre caméra.",
      downlink_loss: "Approchez-vous de votre box Wi-Fi, ou branchez un câble.",
      delay: "Laissez-vous finir vos phrases, et arrêtez téléchargements et films sur ce réseau.",
      silence: "Gardez cette page ouverte, et vérifiez que vous êtes en ligne.",
    },
  },
};
