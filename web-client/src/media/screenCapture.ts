import { DeviceError, problemOf } from "./devices";

/** What somebody shows of their own screen. */
export interface CapturedScreen {
  picture: MediaStreamTrack;
  /** Where the browser can capture it and the person allowed it. */
  sound: MediaStreamTrack | null;
}

export interface ScreenCapture {
  /** Phones have none. */
  readonly supported: boolean;
  /** Asks what to show; null when the person chose nothing, rejects with a `DeviceError` when it does not work. */
  choose(): Promise<CapturedScreen | null>;
}

/** Frames a second: documents stand still, and their letters need the bits. */
const frameRate = 15;

/** What W3C screen-capture and its extensions know beyond the types that TypeScript has. */
interface ScreenOptions extends DisplayMediaStreamOptions {
  systemAudio: "include" | "exclude";
  selfBrowserSurface: "include" | "exclude";
  surfaceSwitching: "include" | "exclude";
}

/** The others must not hear themselves: their voices are part of what this computer plays. */
const sound = {
  restrictOwnAudio: true,
  echoCancellation: false,
  noiseSuppression: false,
} as MediaTrackConstraints;

export const browserScreen: ScreenCapture = {
  get supported() {
    return typeof navigator.mediaDevices?.getDisplayMedia === "function";
  },

  async choose() {
    const options: ScreenOptions = {
      video: { frameRate: { max: frameRate } },
      audio: sound,
      systemAudio: "include",
      // The call within the call helps nobody.
      selfBrowserSurface: "exclude",
      surfaceSwitching: "include",
    };
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(options);
      const [picture] = stream.getVideoTracks();
      return picture ? { picture, sound: stream.getAudioTracks()[0] ?? null } : null;
    } catch (error) {
      const problem = problemOf(error);
      // Browsers give the same name to a person who changed their mind.
      if (problem === "denied") return null;
      throw new DeviceError(problem);
    }
  },
};
