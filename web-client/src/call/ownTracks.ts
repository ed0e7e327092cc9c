import type { LocalMedia } from "./localMedia";
import type { MediaConnection } from "./mediaConnection";
import type { MuteReport } from "./muteReport";
import type { ScreenShare } from "./screenShare";

/** Brings the own microphone, camera and screen onto their lines, whenever one of them changes. */
export class OwnTracks {
  private readonly localMedia: LocalMedia;
  private readonly screen: ScreenShare;
  private readonly media: MediaConnection;
  private readonly mutes: MuteReport;
  private subscriptions: (() => void)[] = [];

  constructor(localMedia: LocalMedia, screen: ScreenShare, media: MediaConnection, mutes: MuteReport) {
    this.localMedia = localMedia;
    this.screen = screen;
    this.media = media;
    this.mutes = mutes;
  }

  start(): void {
    this.subscriptions = [this.localMedia, this.screen].map((part) => part.subscribe(() => this.send()));
    this.send();
  }

  /** The devices are left alone from now on. */
  close(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
  }

  private send(): void {
    const { microphone, camera } = this.localMedia.getSnapshot();
    void this.media.setTrack("microphone", this.screen.withSound(microphone.track));
    void this.media.setTrack("camera", camera.track);
    void this.media.setTrack("screen", this.screen.getSnapshot().picture);
    this.mutes.reportChanges();
  }
}
