import { enAdmin } from "./enAdmin";
import { enMessages } from "./enMessages";
import { enPages } from "./enPages";
import { frAdmin } from "./frAdmin";
import { frMessages } from "./frMessages";
import { frPages } from "./frPages";

/** Words of the pages behind the sign-in: a guest's phone never loads them. */
export const signedInWords = {
  fr: { ...frPages, ...frAdmin, ...frMessages },
  en: { ...enPages, ...enAdmin, ...enMessages },
};
