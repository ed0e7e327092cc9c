/** French words of the recording of a call. */
export const frRecording = {
  recording: {
    ask: "Enregistrer la consultation",
    asking: "Accord pour enregistrer demandé",
    withdraw: "Annuler la demande d’enregistrement",
    withdrawShort: "Annuler",
    question: "Acceptez-vous que la consultation soit enregistrée ?",
    asked: "{{name}} le demande. L’image et le son restent sur le serveur du cabinet.",
    askedFor_one:
      "{{name}} le demande. L’image et le son restent sur le serveur du cabinet et sont effacés après un jour.",
    askedFor_other:
      "{{name}} le demande. L’image et le son restent sur le serveur du cabinet et sont effacés après {{count}} jours.",
    notYet: "Rien n’est enregistré tant que vous n’avez pas répondu.",
    explained: "Refuser ne change rien à vos soins. Vous pourrez arrêter à tout moment.",
    alreadyOn: "Les autres personnes sont déjà enregistrées. Vous ne l’êtes pas.",
    yes: "Oui, j’accepte",
    no: "Non, je refuse",
    on: "Enregistrement en cours",
    onWithoutYou: "Enregistrement en cours, sans vous",
    stop: "Arrêter",
    stopNamed: "Arrêter l’enregistrement",
    started: "L’enregistrement a commencé.",
    stopped: "L’enregistrement est arrêté.",
    refused: "Tout le monde n’a pas accepté. Rien n’est enregistré.",
    failed: "L’enregistrement s’est arrêté : le serveur ne peut plus écrire. La consultation continue.",
  },
};
