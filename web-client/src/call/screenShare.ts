import type { DeviceProblem } from "../media/devices";
import { DeviceError } from "../media/devices";
import type { MixedSound, MixSounds } from "../media/mixedSound";
import type { CapturedScreen, ScreenCapture } from "../media/screenCapture";
import { Observable } from "./observable";

export interface ScreenShareSnapshot {
  /** The shared picture; null while nothing is shared. */
  picture: MediaStreamTrack | null;
  /** The browser asks what to show. */
  asking: boolean;
  problem: DeviceProblem | null;
}

const nothing: ScreenShareSnapshot = { picture: null, asking: false, problem: null };

/** The own screen, with the computer's sound where the browser gives it. */
export class ScreenShare extends Observable<ScreenShareSnapshot> {
  readonly supported: boolean;
  private readonly capture: ScreenCapture;
  private readonly mix: MixSounds;
  private sound: MediaStreamTrack | null = null;
  private mixed: { microphone: MediaStreamTrack; sum: MixedSound } | null = null;
  private closed = false;

  constructor(capture: ScreenCapture, mix: MixSounds) {
    super(nothing);
    this.capture = capture;
    this.mix = mix;
    this.supported = capture.supported;
  }

  toggle(): void {
    if (this.getSnapshot().picture) this.stop();
    else void this.start();
  }

  async start(): Promise<void> {
    const { asking, picture } = this.getSnapshot();
    if (this.closed || asking || picture) return;
    this.update({ ...nothing, asking: true });
    try {
      const screen = await this.capture.choose();
      if (screen && !this.closed) this.accept(screen);
      else this.end(screen);
    } catch (error) {
      this.update({ ...nothing, problem: error instanceof DeviceError ? error.problem : "failed" });
    }
  }

  stop(): void {
    const { picture } = this.getSnapshot();
    if (picture) this.end({ picture, sound: this.sound });
  }

  close(): void {
    this.closed = true;
    this.stop();
    this.unmix();
  }

  /** What the microphone's line sends: voices and the computer's sound have one line together. */
  withSound(microphone: MediaStreamTrack | null): MediaStreamTrack | null {
    if (!this.sound || !microphone) {
      this.unmix();
      return this.sound ?? microphone;
    }
    if (this.mixed?.microphone !== microphone) {
      this.unmix();
      this.mixed = { microphone, sum: this.mix([microphone, this.sound]) };
    }
    return this.mixed.sum.track;
  }

  private accept({ picture, sound }: CapturedScreen): void {
    this.sound = sound;
    // The browser's own bar ends it too.
    picture.addEventListener("ended", () => {
      if (this.getSnapshot().picture === picture) this.stop();
    });
    this.update({ ...nothing, picture });
  }

  private end(screen: CapturedScreen | null): void {
    screen?.picture.stop();
    screen?.sound?.stop();
    this.sound = null;
    this.update(nothing);
  }

  private unmix(): void {
    this.mixed?.sum.close();
    this.mixed = null;
  }
}
