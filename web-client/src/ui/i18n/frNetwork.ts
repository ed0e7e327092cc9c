/** Mots français de l'essai du réseau. */
export const frNetwork = {
  network: {
    name: "Connexion",
    testing: "essai en cours…",
    progress: "Avancement de l’essai de la connexion",
    skip: "Passer",
    stopped: "essai passé",
    refused: "l’essai n’est pas possible maintenant",
    short: {
      video: "bonne pour la vidéo",
      small_video: "suffit pour une petite image",
      audio: "suffit pour le son seul",
      poor: "trop faible pour un appel",
      blocked: "les appels ne passent pas",
    },
    carries: {
      video: "L’image et le son passeront bien.",
      small_video: "L’image peut être floue, le son passera bien.",
      audio: "Le son seul passera.",
      poor: "Trop faible pour un appel.",
      blocked: "Les appels ne passent pas.",
    },
    sentence: {
      video: "Votre connexion est bonne pour la vidéo.",
      small_video: "Votre connexion suffit pour une petite image.",
      audio: "Votre connexion suffit pour le son seul.",
      poor: "Votre connexion est trop faible pour un appel.",
      blocked: "Ce réseau bloque les appels. Passez en 4G ou sur un autre Wi-Fi, ou appelez le cabinet.",
    },
    remedy: {
      slow_up:
        "Ce que vous envoyez part lentement : approchez-vous de votre box Wi-Fi, ou fermez ce qui utilise aussi le réseau.",
      slow_down:
        "Ce que vous recevez arrive lentement : approchez-vous de votre box Wi-Fi, ou fermez ce qui utilise aussi le réseau.",
      loss: "Une partie se perd en route : approchez-vous de votre box Wi-Fi, ou branchez un câble.",
      delay: "Le son aura du retard : arrêtez téléchargements et films sur ce réseau.",
      detour: "Ce réseau ne laisse passer les appels que par un détour : si le son se coupe, passez en 4G.",
    },
  },
};
