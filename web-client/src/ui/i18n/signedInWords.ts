import { enAdmin } from "./enAdmin";
import { enHistory } from "./enHistory";
import { enMessages } from "./enMessages";
import { enPages } from "./enPages";
import { enTrail } from "./enTrail";
import { enWebhooks } from "./enWebhooks";
import { frAdmin } from "./frAdmin";
import { frHistory } from "./frHistory";
import { frMessages } from "./frMessages";
import { frPages } from "./frPages";
import { frTrail } from "./frTrail";
import { frWebhooks } from "./frWebhooks";

/** Words of the pages behind the sign-in: a guest's phone never loads them. */
export const signedInWords = {
  fr: { ...frPages, ...frAdmin, ...frMessages, ...frHistory, ...frTrail, ...frWebhooks },
  en: { ...enPages, ...enAdmin, ...enMessages, ...enHistory, ...enTrail, ...enWebhooks },
};
