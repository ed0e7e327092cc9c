import { LocalMedia } from "../call/localMedia";
import { SharedSignaling } from "../call/sharedSignaling";
import { browserDevices, type Devices } from "../media/devices";
import type { CreateMediaHandler } from "../media/mediaHandler";
import { type MixSounds, mixSounds } from "../media/mixedSound";
import { type CreateProbe, createPathProbe } from "../media/pathProbe";
import { createPeerConnectionHandler } from "../media/peerConnectionHandler";
import { browserScreen, type ScreenCapture } from "../media/screenCapture";
import { type CreateTestMedia, createTestMedia } from "../media/testMedia";
import type { ApiClient } from "../protocol/apiClient";
import type { Signaling } from "../protocol/signaling";
import { SocketSignaling } from "../protocol/socketSignaling";

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
  /** What the server tells whoever is signed in. */
  news: SharedSignaling;
}

/** The kit of a real browser, for the server that `api` asks. */
export function browserKit(api: ApiClient): CallKit {
  const createSignaling = (token: () => string | null) => new SocketSignaling(token, api.server);
  return {
    devices: browserDevices,
    localMedia: new LocalMedia(browserDevices),
    screen: browserScreen,
    mixSounds,
    createMediaHandler: createPeerConnectionHandler,
    createProbe: createPathProbe,
    createTestMedia,
    createSignaling,
    news: new SharedSignaling(() => createSignaling(() => api.token)),
  };
}
