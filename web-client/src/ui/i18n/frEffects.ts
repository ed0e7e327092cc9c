/** French words of what is done with the own sound and picture. */
export const frEffects = {
  effects: {
    title: "Votre son et votre image",
    noiseSuppression: "Réduire les bruits",
    backgroundBlur: "Flouter l’arrière-plan",
    cannotBlur: "Cet appareil ne peut pas flouter l’arrière-plan. Votre caméra continue sans.",
  },
};
