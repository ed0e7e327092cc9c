import { enCall } from "./enCall";
import { enCaptions } from "./enCaptions";
import { enChat } from "./enChat";
import { enEffects } from "./enEffects";
import { enEntry } from "./enEntry";
import { enErrors } from "./enErrors";
import { enJoining } from "./enJoining";
import { enLobby } from "./enLobby";
import { enNetwork } from "./enNetwork";
import { enQuality } from "./enQuality";
import { enRoom } from "./enRoom";
import { enStage } from "./enStage";

/** English words of the way to a call, and of the call. */
export const words = {
  ...enEntry,
  ...enCall,
  ...enCaptions,
  ...enChat,
  ...enEffects,
  ...enErrors,
  ...enJoining,
  ...enLobby,
  ...enNetwork,
  ...enQuality,
  ...enRoom,
  ...enStage,
};
