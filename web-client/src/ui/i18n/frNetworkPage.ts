/** French words of the network test's own page, and of its figures. */
export const frNetworkPage = {
  networkPage: {
    title: "Essai du réseau",
    intro:
      "Cette page envoie une image et un son au serveur de la clinique et les reçoit en retour, par chaque chemin qu’un appel peut prendre. Il ne faut ni caméra ni compte.",
    data: "L’essai dure environ 20 secondes et utilise jusqu’à 15 Mo.",
    start: "Commencer l’essai",
    again: "Essayer à nouveau",
    stop: "Arrêter l’essai",
    results: "Résultats par chemin",
    advice: "Ce qu’il faut ouvrir dans le pare-feu",
    copyText: "Copier en texte",
    copyJson: "Copier en JSON",
    copied: "Copié",
    copyFailed: "Votre navigateur ne laisse pas cette page copier. Sélectionnez le tableau et copiez-le.",
    stoppedText: "L’essai a été arrêté. Voici ce qui a été mesuré avant.",
    echo: "Ce qui est envoyé revient : la réception affichée ne dépasse donc guère l’envoi.",
    columns: {
      path: "Chemin",
      outcome: "Résultat",
      up: "Envoi, kbit/s",
      down: "Réception, kbit/s",
      upLoss: "Pertes à l’envoi, %",
      roundTripLoss: "Pertes aller-retour, %",
      jitter: "Gigue, ms",
      rtt: "Aller-retour, ms",
    },
    unknown: "inconnu",
    paths: { udp: "UDP", tcp: "TCP", turn_tls: "TURN par TLS" },
    port: "port {{port}}",
    outcomes: { ok: "fonctionne", failed: "ne fonctionne pas", not_offered: "non proposé par le serveur" },
    allWork: "Tous les chemins fonctionnent. Il n’y a rien à ouvrir.",
    failed: {
      udp: "Autorisez UDP de ce réseau vers le serveur sur le port {{port}}, et les réponses. C’est le meilleur chemin : sans lui les appels passent par TCP, avec plus de retard sur un mauvais réseau.",
      tcp: "Autorisez TCP de ce réseau vers le serveur sur le port {{port}}, sans proxy qui le lise. Les appels prennent ce chemin là où UDP est bloqué.",
      turn_tls:
        "Autorisez TLS de ce réseau vers le serveur sur le port {{port}}, et exceptez le serveur de l’inspection TLS. Les appels prennent ce chemin là où seules les pages web passent.",
    },
    notOffered: {
      udp: "Le serveur ne donne aucune adresse pour UDP. Vérifiez son réglage des adresses publiques.",
      tcp: "Le serveur ne propose pas de TCP direct, comme derrière un proxy qui termine TLS. Les réseaux qui bloquent UDP ne peuvent pas appeler.",
      turn_tls:
        "Le serveur n’a pas de TLS propre ou son relais est coupé : les réseaux qui ne laissent passer que les pages web ne peuvent pas appeler.",
    },
  },
};
