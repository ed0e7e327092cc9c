import type { CreateMediaHandler } from "../media/mediaHandler";
import type { MixSounds } from "../media/mixedSound";
import type { ScreenCapture } from "../media/screenCapture";
import type { JoinAnswer } from "../protocol/consultation";
import type { Signaling } from "../protocol/signaling";
import type { Access } from "./accessRenewal";
import type { LocalMedia } from "./localMedia";

/** What a call is made of; tests hand in fakes. */
export interface CallOptions {
  join: JoinAnswer;
  localMedia: LocalMedia;
  createMediaHandler: CreateMediaHandler;
  screen: ScreenCapture;
  mixSounds: MixSounds;
  createSignaling(token: () => string): Signaling;
  /** A new place, for when the token is no longer taken; rejects with an `ApiError`. */
  rejoin(): Promise<JoinAnswer>;
  /** Told of each newer access, so that a reload finds it. */
  onAccess?(access: Access): void;
  /** Remembers what the person likes on this device. */
  preferences?: Pick<Storage, "getItem" | "setItem">;
}
