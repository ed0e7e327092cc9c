import { DeviceRecovery } from "../call/deviceRecovery";
import { Effects } from "../call/effects";
import { LocalMedia } from "../call/localMedia";
import { SharedSignaling } from "../call/sharedSignaling";
import { Speaker } from "../call/speaker";
import { type Blur, browserDevices, type Devices } from "../media/devices";
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
  /** Where the others are heard. */
  speaker: Speaker;
  /** What is done with the own sound and picture. */
  effects: Effects;
  /** Whether backgrounds can be blurred here, as far as is known before it is tried. */
  blurs: boolean;
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

/** The kit of a real browser, for the server that `api` asks; `blur` where the page has what it takes. */
export function browserKit(api: ApiClient, blur: Blur | null = null): CallKit {
  const effects = new Effects(localStorage);
  const devices = browserDevices(effects, blur);
  const localMedia = new LocalMedia(devices);
  const recovery = new DeviceRecovery(localMedia, devices);
  document.addEventListener("visibilitychange", () => document.hidden || recovery.pageShown());
  const createSignaling = (token: () => string | null) => new SocketSignaling(token, api.server);
  return {
    devices,
    localMedia,
    speaker: new Speaker(devices, localStorage),
    effects,
    blurs: blur !== null,
    screen: browserScreen,
    mixSounds,
    createMediaHandler: createPeerConnectionHandler,
    createProbe: createPathProbe,
    createTestMedia,
    createSignaling,
    news: new SharedSignaling(() => createSignaling(() => api.token)),
  };
}
