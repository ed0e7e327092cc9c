import type { Signaling } from "../protocol/signaling";
import type { LocalMedia } from "./localMedia";
import { Observable } from "./observable";

/** Turns the own microphone off when the doctor asks; its owner turns it on again. */
export class MuteRequests extends Observable<{ mutedByDoctor: boolean }> {
  private readonly unsubscribe: () => void;

  constructor(signaling: Signaling, localMedia: LocalMedia) {
    super({ mutedByDoctor: false });
    signaling.on("track_mute_requested", ({ source }) => {
      if (source !== "microphone" || !localMedia.getSnapshot().microphone.on) return;
      void localMedia.setMicrophone(false);
      this.update({ mutedByDoctor: true });
    });
    this.unsubscribe = localMedia.subscribe(() => {
      const isOn = localMedia.getSnapshot().microphone.on;
      if (isOn && this.getSnapshot().mutedByDoctor) this.update({ mutedByDoctor: false });
    });
  }

  close(): void {
    this.unsubscribe();
  }
}
