import { enEnded } from "./enEnded";
import { enRemedies } from "./enRemedies";
import { enSignIn } from "./enSignIn";
import { frEnded } from "./frEnded";
import { frRemedies } from "./frRemedies";
import { frSignIn } from "./frSignIn";

/** Words of pages that stand beside a guest's way to the call. */
export const besideWords = {
  fr: { ...frSignIn, ...frEnded, ...frRemedies },
  en: { ...enSignIn, ...enEnded, ...enRemedies },
};
