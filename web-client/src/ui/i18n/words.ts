import type { besideWords } from "./besideWords";
import type { frEmbedded } from "./frEmbedded";
import type { words } from "./frWords";
import type { networkPageWords } from "./networkPageWords";
import type { signedInWords } from "./signedInWords";

/** All that the client can say; one language stands for both, which are typed alike. */
export type AllWords = typeof words &
  (typeof besideWords)["fr"] &
  (typeof networkPageWords)["fr"] &
  (typeof signedInWords)["fr"] &
  typeof frEmbedded;
