import { frCall } from "./frCall";
import { frCaptions } from "./frCaptions";
import { frChat } from "./frChat";
import { frEffects } from "./frEffects";
import { frEntry } from "./frEntry";
import { frErrors } from "./frErrors";
import { frJoining } from "./frJoining";
import { frLobby } from "./frLobby";
import { frNetwork } from "./frNetwork";
import { frQuality } from "./frQuality";
import { frRoom } from "./frRoom";
import { frStage } from "./frStage";

/** French words of the way to a call, and of the call. */
export const words = {
  ...frEntry,
  ...frCall,
  ...frCaptions,
  ...frChat,
  ...frEffects,
  ...frErrors,
  ...frJoining,
  ...frLobby,
  ...frNetwork,
  ...frQuality,
  ...frRoom,
  ...frStage,
};
