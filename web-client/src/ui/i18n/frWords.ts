import { frCall } from "./frCall";
import { frCalls } from "./frCalls";
import { frChat } from "./frChat";
import { frEffects } from "./frEffects";
import { frEntry } from "./frEntry";
import { frErrors } from "./frErrors";
import { frJoining } from "./frJoining";
import { frLobby } from "./frLobby";
import { frNetwork } from "./frNetwork";
import { frQuality } from "./frQuality";
import { frRecording } from "./frRecording";
import { frRoom } from "./frRoom";
import { frSignIn } from "./frSignIn";
import { frStage } from "./frStage";

/** French words of what everybody sees. */
export const words = {
  ...frEntry,
  ...frCall,
  ...frChat,
  ...frCalls,
  ...frEffects,
  ...frErrors,
  ...frJoining,
  ...frLobby,
  ...frNetwork,
  ...frQuality,
  ...frRecording,
  ...frRoom,
  ...frSignIn,
  ...frStage,
};
