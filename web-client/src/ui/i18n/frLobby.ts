/** French words of the waiting room. */
export const frLobby = {
  waiting: {
    title: "Vous êtes dans la salle d’attente",
    text: "{{doctor}} sait que vous êtes là et vous fera entrer. Gardez cette page ouverte.",
    justNow: "Vous venez d’arriver",
    since_one: "Vous attendez depuis une minute",
    since_other: "Vous attendez depuis {{count}} minutes",
    ready: "Caméra et micro prêts",
    readyAudio: "Micro prêt",
    cameraOff: "Micro prêt, caméra coupée",
    muted: "Votre micro est coupé",
    nothingSent: "Personne ne vous voit ni ne vous entend ici.",
    message: "Message de {{doctor}}, {{time}}",
    lost: "La connexion est coupée. Votre place est gardée, la page se reconnecte toute seule.",
    connecting: "Connexion à la salle d’attente…",
    leave: "Quitter la salle d’attente",
    admitted: "Le médecin vous fait entrer",
  },
};
