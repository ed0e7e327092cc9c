import { enAdmin } from "./enAdmin";
import { enCalls } from "./enCalls";
import { enDay } from "./enDay";
import { enDoor } from "./enDoor";
import { enHistory } from "./enHistory";
import { enInvitations } from "./enInvitations";
import { enMessages } from "./enMessages";
import { enPages } from "./enPages";
import { enReport } from "./enReport";
import { enTeams } from "./enTeams";
import { enTrail } from "./enTrail";
import { enWebhooks } from "./enWebhooks";
import { frAdmin } from "./frAdmin";
import { frCalls } from "./frCalls";
import { frDay } from "./frDay";
import { frDoor } from "./frDoor";
import { frHistory } from "./frHistory";
import { frInvitations } from "./frInvitations";
import { frMessages } from "./frMessages";
import { frPages } from "./frPages";
import { frReport } from "./frReport";
import { frTeams } from "./frTeams";
import { frTrail } from "./frTrail";
import { frWebhooks } from "./frWebhooks";

/** Words of the pages behind the sign-in: a guest's phone never loads them. */
export const signedInWords = {
  fr: {
    ...frPages,
    ...frAdmin,
    ...frCalls,
    ...frDay,
    ...frDoor,
    ...frMessages,
    ...frHistory,
    ...frReport,
    ...frInvitations,
    ...frTeams,
    ...frTrail,
    ...frWebhooks,
  },
  en: {
    ...enPages,
    ...enAdmin,
    ...enCalls,
    ...enDay,
    ...enDoor,
    ...enMessages,
    ...enHistory,
    ...enReport,
    ...enInvitations,
    ...enTeams,
    ...enTrail,
    ...enWebhooks,
  },
};
