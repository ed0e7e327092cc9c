/** French words of the sign-in. */
export const frSignIn = {
  signIn: {
    code: "Code de votre application",
    codeHint: "Les 6 chiffres de votre application d’authentification, ou l’un de vos codes de secours.",
    codeMissing: "Écrivez le code.",
    codeWrong: "Ce code ne correspond pas, ou il a déjà servi. Attendez le suivant, puis réessayez.",
    back: "Revenir au mot de passe",
  },
};
