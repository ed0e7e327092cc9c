import { enEnded } from "./enEnded";
import { enSignIn } from "./enSignIn";
import { frEnded } from "./frEnded";
import { frSignIn } from "./frSignIn";

/** Words of pages that stand beside a guest's way to the call. */
export const besideWords = { fr: { ...frSignIn, ...frEnded }, en: { ...enSignIn, ...enEnded } };
