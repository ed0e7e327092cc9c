import type { frEmbedded } from "./frEmbedded";

/** English words of the pieces on other sites' pages. */
export const enEmbedded: typeof frEmbedded = {
  embedded: {
    messages: "Messages",
    call: "Call",
    smaller: "Make the call small",
    back: "Back to the call",
  },
};
