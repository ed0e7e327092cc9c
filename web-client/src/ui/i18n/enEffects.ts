import type { frEffects } from "./frEffects";

/** English words of what is done with the own sound and picture. */
export const enEffects: typeof frEffects = {
  effects: {
    title: "Your sound and picture",
    noiseSuppression: "Reduce noise",
    backgroundBlur: "Blur the background",
    cannotBlur: "This device cannot blur the background. Your camera goes on without.",
  },
};
