import type { CallOptions } from "./callOptions";
import type { Interest } from "./interest";
import type { LocalMedia } from "./localMedia";
import type { MediaConnection } from "./mediaConnection";
import { greatestSizes, type VideoChoice, videoChoices } from "./videoChoice";

const key = "vestibule.video-choice";

/** What the person chose on this device the last time; a call without pictures leaves nothing to choose. */
export function startChoice({
  join,
  preferences,
}: Pick<CallOptions, "preferences"> & { join: { consultation: { mode: string } } }): VideoChoice {
  const kept = preferences?.getItem(key);
  const known = videoChoices.find((choice) => choice === kept);
  return join.consultation.mode === "video" ? (known ?? "auto") : "auto";
}

/** The own camera and the others' pictures, as the person chooses: sound alone stops both, and the camera comes back afterwards. */
export class VideoControl {
  private choice: VideoChoice;
  private readonly localMedia: LocalMedia;
  private readonly preferences: CallOptions["preferences"];
  private readonly interest: Interest;
  private readonly media: Pick<MediaConnection, "grantLayers">;
  private readonly onChoice: (choice: VideoChoice) => void;

  constructor(
    options: CallOptions,
    interest: Interest,
    media: Pick<MediaConnection, "grantLayers">,
    onChoice: (choice: VideoChoice) => void,
  ) {
    this.choice = startChoice(options);
    this.localMedia = options.localMedia;
    this.preferences = options.preferences;
    this.interest = interest;
    this.media = media;
    this.onChoice = onChoice;
    this.apply();
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
    this.preferences?.setItem(key, choice);
    this.onChoice(choice);
    this.apply();
  }

  /** Both ways: what the others' pictures cost, and the own. */
  private apply(): void {
    this.interest.setChoice(this.choice);
    this.media.grantLayers(greatestSizes[this.choice]);
  }
}
