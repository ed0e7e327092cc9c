/** French sentences for what went wrong: what it is, then what to do. */
export const frErrors = {
  errors: {
    code_unknown: "Ce code n’existe pas. Vérifiez chaque lettre, ou demandez un nouveau code au cabinet.",
    link_unknown: "Ce lien ne mène à aucune consultation. Demandez-en un autre au cabinet.",
    code_expired: "Ce code n’est plus valable. Demandez-en un nouveau au cabinet.",
    link_expired: "Ce lien n’est plus valable. Demandez-en un autre au cabinet.",
    invitation_used:
      "Ce lien a déjà été ouvert dans un autre navigateur. Rouvrez-le là-bas, ou demandez-en un autre au cabinet.",
    consultation_ended: "Cette consultation est terminée. Pour une nouvelle, appelez le cabinet.",
    rate_limited: "Trop d’essais. Attendez une minute, puis réessayez.",
    account_locked: "Trop d’essais pour ce compte. Attendez un quart d’heure, puis réessayez.",
    unreachable: "Le serveur ne répond pas. Vérifiez votre connexion internet, puis réessayez.",
    unauthenticated: "Votre session est finie. Connectez-vous de nouveau.",
    token_expired: "Votre place n’est plus gardée. Entrez de nouveau par le code ou le lien.",
    forbidden: "Vous n’avez pas accès à cette consultation. Demandez un code au cabinet.",
    not_admitted: "Le médecin ne vous a pas fait entrer. Demandez au cabinet quand revenir.",
    not_found: "Cette consultation n’existe pas. Vérifiez le lien, ou demandez un code au cabinet.",
    validation: "Un champ n’est pas bien rempli. Vérifiez ce que vous avez écrit.",
    unavailable: "Le serveur est trop occupé. Réessayez dans une minute.",
    media_full: "Le serveur est plein. Réessayez dans quelques minutes, ou appelez le cabinet.",
    media_away: "Le serveur ne peut pas ouvrir d’appel pour l’instant. Réessayez dans une minute.",
    precondition_failed:
      "Quelqu’un d’autre l’a modifié entre-temps. Fermez, puis rouvrez pour voir l’état actuel.",
    conflict: "Quelqu’un a changé cette consultation. Rechargez la page.",
    unknown: "Quelque chose n’a pas marché. Réessayez, ou appelez le cabinet.",
    failedTitle: "Cette page ne s’ouvre pas",
    failedText: "Le réseau est peut-être coupé, ou le serveur vient d’être mis à jour.",
    pageTitle: "Cette page n’existe pas",
    pageText: "Vérifiez l’adresse, ou entrez le code de votre consultation.",
  },
};
