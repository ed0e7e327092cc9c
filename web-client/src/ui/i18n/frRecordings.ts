/** French words of the recordings in a report. */
export const frRecordings = {
  recordings: {
    title: "Enregistrements",
    saving: "En cours d’enregistrement",
    play: "Lire",
    playNamed: "Lire l’enregistrement de {{time}}",
    loading: "Chargement",
    pause: "Pause",
    position: "Moment de l’enregistrement",
    saveNamed: "Télécharger : {{name}}",
    screenOf: "Écran de {{name}}",
    unnamed: "Participant",
    pictureOf: "Enregistrement : {{name}}",
    delete: "Supprimer",
    deleteNamed: "Supprimer l’enregistrement de {{time}}",
    deleteTitle: "Supprimer cet enregistrement ?",
    deleteText: "Il sera perdu pour toujours.",
    keep: "Le garder",
    deleted: "L’enregistrement est supprimé.",
    gaps: "Il manque de courts passages : le disque du serveur était trop lent.",
    failures: {
      disk_full: "Arrêté avant la fin : le disque du serveur était plein.",
      broken: "Arrêté avant la fin : le serveur ne pouvait plus écrire.",
      interrupted: "Arrêté avant la fin : le serveur a redémarré.",
      empty: "Rien n’a été dit ni montré.",
    },
  },
};
