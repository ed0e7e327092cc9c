import { enAdmin } from "./enAdmin";
import { enCalls } from "./enCalls";
import { enDay } from "./enDay";
import { enDeeds } from "./enDeeds";
import { enDoor } from "./enDoor";
import { enHistory } from "./enHistory";
import { enInvitations } from "./enInvitations";
import { enMessages } from "./enMessages";
import { enPages } from "./enPages";
import { enRecordings } from "./enRecordings";
import { enReport } from "./enReport";
import { enTeams } from "./enTeams";
import { enTrail } from "./enTrail";
import { enWebhooks } from "./enWebhooks";
import { frAdmin } from "./frAdmin";
import { frCalls } from "./frCalls";
import { frDay } from "./frDay";
import { frDeeds } from "./frDeeds";
import { frDoor } from "./frDoor";
import { frHistory } from "./frHistory";
import { frInvitations } from "./frInvitations";
import { frMessages } from "./frMessages";
import { frPages } from "./frPages";
import { frRecordings } from "./frRecordings";
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
    ...frDeeds,
    ...frDoor,
    ...frMessages,
    ...frHistory,
    ...frReport,
    ...frInvitations,
    ...frRecordings,
    ...frTeams,
    ...frTrail,
    ...frWebhooks,
  },
  en: {
    ...enPages,
    ...enAdmin,
    ...enCalls,
    ...enDay,
    ...enDeeds,
    ...enDoor,
    ...enMessages,
    ...enHistory,
    ...enReport,
    ...enInvitations,
    ...enRecordings,
    ...enTeams,
    ...enTrail,
    ...enWebhooks,
  },
};
