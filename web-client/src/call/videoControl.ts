import type { Interest } from "./interest";
import type { LocalMedia } from "./localMedia";
import type { VideoChoice } from "./videoChoice";

/** The own camera and the others' pictures, as the person chooses: sound alone stops both, and the camera comes back afterwards. */
export class VideoControl {
  private choice: VideoChoice = "auto";
  private readonly localMedia: LocalMedia;
  private readonly interest: Interest;
  private readonly onChoice: (choice: VideoChoice) => void;

  constructor(localMedia: LocalMedia, interest: Interest, onChoice: (choice: VideoChoice) => void) {
    this.localMedia = localMedia;
    this.interest = interest;
    this.onChoice = onChoice;
  }

  toggleCamera(): Promise<void> {
    const turnOn = !this.localMedia.getSnapshot().camera.on;
    if (turnOn && this.choice === "audio") this.show("auto");
    return this.localMedia.setCamera(turnOn);
  }

  async choose(choice: VideoChoice): Promise<void> {
    const before = this.choice;
    if (choice === before) return;
    this.show(choice);
    if (choice === "audio") await this.localMedia.suspendCamera();
    else if (before === "audio") await this.localMedia.resumeCamera();
  }

  private show(choice: VideoChoice): void {
    this.choice = choice;
    this.onChoice(choice);
    this.interest.setChoice(choice);
  }
}
