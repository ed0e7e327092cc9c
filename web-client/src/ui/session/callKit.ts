import { createContext, useContext, useSyncExternalStore } from "react";
import type { LocalMedia } from "../../call/localMedia";
import type { Observable } from "../../call/observable";
import type { Devices } from "../../media/devices";
import type { CreateMediaHandler } from "../../media/mediaHandler";
import type { MixSounds } from "../../media/mixedSound";
import type { CreateProbe } from "../../media/pathProbe";
import type { ScreenCapture } from "../../media/screenCapture";
import type { CreateTestMedia } from "../../media/testMedia";
import type { Signaling } from "../../protocol/signaling";

/** What calls are made of in this browser. The own devices live here, so that they go from the check into the call. */
export interface CallKit {
  devices: Devices;
  localMedia: LocalMedia;
  screen: ScreenCapture;
  mixSounds: MixSounds;
  createMediaHandler: CreateMediaHandler;
  /** What a network test is made of. */
  createProbe: CreateProbe;
  createTestMedia: CreateTestMedia;
  createSignaling(token: () => string | null): Signaling;
}

export const CallKitContext = createContext<CallKit | null>(null);

export function useCallKit(): CallKit {
  const kit = useContext(CallKitContext);
  if (!kit) throw new Error("a page stands outside CallKitContext");
  return kit;
}

export function useSnapshot<Snapshot extends object>(observable: Observable<Snapshot>): Snapshot {
  return useSyncExternalStore(observable.subscribe, observable.getSnapshot);
}
