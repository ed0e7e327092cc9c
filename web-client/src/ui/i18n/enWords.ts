import { enCall } from "./enCall";
import { enCalls } from "./enCalls";
import { enChat } from "./enChat";
import { enEffects } from "./enEffects";
import { enEntry } from "./enEntry";
import { enErrors } from "./enErrors";
import { enJoining } from "./enJoining";
import { enLobby } from "./enLobby";
import { enNetwork } from "./enNetwork";
import { enQuality } from "./enQuality";
import { enRecording } from "./enRecording";
import { enRoom } from "./enRoom";
import { enSignIn } from "./enSignIn";
import { enStage } from "./enStage";

/** English words of what everybody sees. */
export const words = {
  ...enEntry,
  ...enCall,
  ...enChat,
  ...enCalls,
  ...enEffects,
  ...enErrors,
  ...enJoining,
  ...enLobby,
  ...enNetwork,
  ...enQuality,
  ...enRecording,
  ...enRoom,
  ...enSignIn,
  ...enStage,
};
