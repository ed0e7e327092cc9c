/** French words of the pieces on other sites' pages. */
export const frEmbedded = {
  embedded: {
    messages: "Messages",
    call: "Appel",
    smaller: "Réduire l'appel",
    back: "Revenir à l'appel",
  },
};
