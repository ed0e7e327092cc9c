/** French words of the sign-in. */
export const frSignIn = {
  signIn: {
    code: "Code de votre application",
    codeHint: "Les 6 chiffres de votre application d’authentification, ou l’un de vos codes de secours.",
    codeMissing: "Écrivez le code.",
    codeWrong: "Ce code ne correspond pas, ou il a déjà servi. Attendez le suivant, puis réessayez.",
    back: "Revenir au mot de passe",
    with: "Se connecter avec {{name}}",
    noAccount: "Vous n’avez pas de compte ici. Demandez-en un à votre administrateur.",
    failed: "La connexion n’a pas abouti. Réessayez, ou utilisez votre mot de passe.",
  },
  forgotten: {
    question: "Mot de passe oublié ?",
    hint: "Nous y enverrons un lien pour choisir un nouveau mot de passe.",
    send: "Envoyer le lien",
    sending: "Envoi en cours",
    sent: "Si un compte a cette adresse, un lien vient d’y être envoyé. Il est valable une heure.",
  },
};
