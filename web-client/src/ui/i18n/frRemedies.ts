/** French words of what to do about a browser. */
export const frRemedies = {
  blocked: {
    both: "{{browser}} bloque votre caméra et votre micro",
    microphone: "{{browser}} bloque votre micro",
    textBoth: "Sans eux, le médecin ne peut ni vous voir ni vous entendre. Pour les autoriser :",
    textMicrophone: "Sans lui, le médecin ne peut pas vous entendre. Pour l’autoriser :",
    allowed: "J’ai autorisé, réessayer",
    thisBrowser: "Votre navigateur",
    steps: {
      safariPhone: [
        "Touchez le bouton à gauche de l’adresse, dans la barre du navigateur.",
        "Touchez « Réglages du site web ».",
        "Caméra et Micro : choisissez « Autoriser ».",
      ].join("\n"),
      safariMac: [
        "Tout en haut de l’écran, ouvrez le menu « Safari ».",
        "Choisissez « Réglages pour ce site web ».",
        "Caméra et Micro : choisissez « Autoriser ».",
      ].join("\n"),
      phoneSettings: [
        "Ouvrez l’app Réglages de votre téléphone.",
        "Touchez « Apps », puis {{browser}}.",
        "Activez « Micro » et « Appareil photo », puis revenez ici.",
      ].join("\n"),
      chromePhone: [
        "Touchez l’icône à gauche de l’adresse, en haut de la page.",
        "Touchez « Autorisations ».",
        "Activez Caméra et Micro, puis revenez ici.",
      ].join("\n"),
      chrome: [
        "Cliquez sur l’icône à gauche de l’adresse, en haut de la page.",
        "Activez Caméra et Micro. S’ils n’y sont pas, ouvrez « Paramètres du site ».",
        "Revenez à cette page.",
      ].join("\n"),
      samsung: [
        "Touchez le cadenas à gauche de l’adresse.",
        "Touchez « Autorisations ».",
        "Caméra et Micro : choisissez « Autoriser ».",
      ].join("\n"),
      firefoxPhone: [
        "Touchez le bouclier ou le cadenas à côté de l’adresse.",
        "Sous « Autorisations », touchez « Bloqué » à côté de la caméra et du micro.",
        "Revenez ici, puis touchez « Autoriser » à la question du navigateur.",
      ].join("\n"),
      firefox: [
        "Cliquez sur l’icône à gauche de l’adresse, en haut de la page.",
        "Effacez le blocage de la caméra et du micro.",
        "Revenez ici, puis cliquez sur « Autoriser » à la question du navigateur.",
      ].join("\n"),
      other: [
        "Ouvrez les réglages de votre navigateur pour cette page.",
        "Cherchez la caméra et le micro.",
        "Choisissez « Autoriser », puis revenez ici.",
      ].join("\n"),
    },
  },
  unsupported: {
    title: "Ce navigateur ne permet pas les appels",
    text: "Rien n’est perdu : la même adresse s’ouvre dans un autre navigateur.",
    steps: {
      iphone: [
        "Copiez l’adresse avec le bouton ci-dessous.",
        "Ouvrez Safari et collez-la dans la barre d’adresse.",
        "Si cela ne suffit pas, mettez votre téléphone à jour : Réglages, Général, Mise à jour logicielle.",
      ].join("\n"),
      android: [
        "Copiez l’adresse avec le bouton ci-dessous.",
        "Ouvrez Chrome et collez-la dans la barre d’adresse.",
        "Si cela ne suffit pas, mettez Chrome à jour dans le Play Store.",
      ].join("\n"),
      desk: [
        "Copiez l’adresse avec le bouton ci-dessous.",
        "Ouvrez un Chrome, Edge, Firefox ou Safari récent et collez-la dans la barre d’adresse.",
        "Sur un ordinateur géré par d’autres, demandez-leur de permettre WebRTC.",
      ].join("\n"),
    },
    copy: "Copier l’adresse",
    copied: "Adresse copiée",
    notCopied: "Le navigateur refuse de copier. Sélectionnez l’adresse et copiez-la.",
  },
};
