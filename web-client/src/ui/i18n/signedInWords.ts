import { enAdmin } from "./enAdmin";
import { enHistory } from "./enHistory";
import { enInvitations } from "./enInvitations";
import { enMessages } from "./enMessages";
import { enPages } from "./enPages";
import { enRecordings } from "./enRecordings";
import { enTeams } from "./enTeams";
import { enTrail } from "./enTrail";
import { enWebhooks } from "./enWebhooks";
import { frAdmin } from "./frAdmin";
import { frHistory } from "./frHistory";
import { frInvitations } from "./frInvitations";
import { frMessages } from "./frMessages";
import { frPages } from "./frPages";
import { frRecordings } from "./frRecordings";
import { frTeams } from "./frTeams";
import { frTrail } from "./frTrail";
import { frWebhooks } from "./frWebhooks";

/** Words of the pages behind the sign-in: a guest's phone never loads them. */
export const signedInWords = {
  fr: {
    ...frPages,
    ...frAdmin,
    ...frMessages,
    ...frHistory,
    ...frInvitations,
    ...frRecordings,
    ...frTeams,
    ...frTrail,
    ...frWebhooks,
  },
  en: {
    ...enPages,
    ...enAdmin,
    ...enMessages,
    ...enHistory,
    ...enInvitations,
    ...enRecordings,
    ...enTeams,
    ...enTrail,
    ...enWebhooks,
  },
};
