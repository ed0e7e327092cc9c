export const frJoining = {
  joining: {
    understood: "D’accord",
    own: {
      unreached:
        "Ce réseau bloque les appels. Passez en 4G ou sur un autre Wi-Fi, ou demandez au responsable du réseau d’ouvrir le port {{port}} (UDP et TCP).",
      no_handshake:
        "Ce réseau ne laisse passer qu’une partie de l’appel. Passez en 4G ou sur un autre Wi-Fi, ou appelez le cabinet.",
      nothing_sent:
        "Ni votre voix ni votre image ne nous parviennent. Coupez puis rallumez votre micro, ou rechargez cette page.",
      nothing_arrives: "Ce réseau retient la voix et l’image des autres. Passez en 4G ou sur un autre Wi-Fi.",
      no_frame: "L’image tarde. Gardez cette page au premier plan, ou rechargez-la si elle reste noire.",
      another_way:
        "Votre réseau bloque la vidéo ; nous sommes passés par un autre chemin, la qualité peut être moindre. La 4G ou un autre Wi-Fi peut faire mieux.",
    },
    other: {
      unreached:
        "{{name}} n’est pas en ligne : son réseau bloque les appels. Proposez la 4G ou un autre Wi-Fi, ou le téléphone.",
      no_handshake:
        "{{name}} n’est pas en ligne : son réseau ne laisse passer qu’une partie de l’appel. Proposez la 4G ou un autre Wi-Fi.",
      nothing_sent:
        "{{name}} est en ligne, mais ni voix ni image n’arrivent. Proposez de couper puis de rallumer le micro.",
      nothing_arrives:
        "{{name}} ne vous entend ni ne vous voit : son réseau retient l’appel. Proposez la 4G ou un autre Wi-Fi.",
      no_frame:
        "{{name}} ne voit pas encore d’image. Proposez de garder la page au premier plan, ou de la recharger.",
      another_way:
        "Le réseau de {{name}} bloque la vidéo ; nous sommes passés par un autre chemin, la qualité peut être moindre.",
    },
    words: {
      unreached: "Réseau bloqué",
      no_handshake: "Pas en ligne",
      nothing_sent: "Rien n’arrive",
      nothing_arrives: "N’entend rien",
      no_frame: "Ne voit rien",
      another_way: "Par un autre chemin",
    },
  },
};
