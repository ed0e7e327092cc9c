import type { DeviceProblem } from "../../media/devices";
import { DeviceError } from "../../media/devices";
import type { MixSounds } from "../../media/mixedSound";
import type { CapturedScreen, ScreenCapture } from "../../media/screenCapture";
import { FakeTrack } from "./fakeDevices";

/** A screen that is captured at once, or as the test wants. */
export class FakeScreen implements ScreenCapture {
  readonly supported = true;
  chooses: "picture" | "with sound" | "nothing" | DeviceProblem = "picture";
  readonly captured: FakeTrack[] = [];
  /** What was mixed, and whether it still is. */
  readonly mixes: { tracks: readonly MediaStreamTrack[]; open: boolean }[] = [];

  async choose(): Promise<CapturedScreen | null> {
    if (this.chooses === "nothing") return null;
    if (this.chooses !== "picture" && this.chooses !== "with sound") throw new DeviceError(this.chooses);
    return { picture: this.make("picture"), sound: this.chooses === "picture" ? null : this.make("sound") };
  }

  readonly mix: MixSounds = (tracks) => {
    const mix = { tracks, open: true };
    this.mixes.push(mix);
    const close = () => {
      mix.open = false;
    };
    return { track: new FakeTrack("mix") as unknown as MediaStreamTrack, close };
  };

  private make(kind: string): MediaStreamTrack {
    const track = new FakeTrack(kind);
    this.captured.push(track);
    return track as unknown as MediaStreamTrack;
  }
}
