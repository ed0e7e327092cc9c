import { enAdmin } from "./enAdmin";
import { enPages } from "./enPages";
import { frAdmin } from "./frAdmin";
import { frPages } from "./frPages";

/** Words of the pages behind the sign-in: a guest's phone never loads them. */
export const signedInWords = { fr: { ...frPages, ...frAdmin }, en: { ...enPages, ...enAdmin } };
