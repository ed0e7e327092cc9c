/** French words of captions. */
export const frCaptions = {
  captions: {
    captions: "Sous-titres",
    show: "Afficher les sous-titres",
    hide: "Masquer les sous-titres",
    write: "Écrire des sous-titres",
    explain:
      "Ce que vous écrivez apparaît en grandes lettres sous l’image, pour tout le monde. Rien n’en est conservé.",
    line: "Une ligne, puis Entrée",
    language: "Langue des lignes",
    send: "Afficher la ligne",
  },
};
