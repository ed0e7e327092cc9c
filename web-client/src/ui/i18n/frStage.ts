/** French words of what can be seen and done on the call's stage. */
export const frStage = {
  stage: {
    chosen: "choisi",
    share: "Partager l’écran",
    stopSharing: "Arrêter le partage",
    sharing: "Les autres voient votre écran.",
    shareFailed: "L’écran ne peut pas être partagé. Choisissez une autre fenêtre, puis réessayez.",
    shareFull: "Deux écrans sont déjà affichés. Quand l’un d’eux ne sera plus partagé, partagez le vôtre.",
    screenOf: "Écran de {{name}}",
    screenShared: "{{name}} partage son écran",
    screenEnded: "{{name}} ne partage plus son écran",
    pin: "Épingler {{name}}",
    unpin: "Ne plus épingler {{name}}",
    unpinAny: "Ne plus épingler",
    layout: "Disposition",
    layouts: { speaker: "Qui parle en grand", grid: "Tout le monde pareil" },
    paused: "Image en pause pour garder le son",
    pausedShort: "Image en pause",
    frozen: "Image figée",
    smallWindow: "Petite fenêtre",
    fullscreen: "Plein écran",
  },
  keyboard: {
    open: "Clavier",
    title: "Conduire l’appel au clavier",
    text: "Désactivez un raccourci si un autre outil en a besoin.",
    microphone: "Couper ou activer le micro",
    camera: "Couper ou activer la caméra",
    others:
      "Flèches : passer d’une commande à l’autre, déplacer votre image. Échap : fermer un menu, jamais quitter.",
  },
};
