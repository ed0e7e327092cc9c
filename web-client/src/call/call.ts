import type { ProblemCode } from "../protocol/apiError";
import type { Signaling, SignalingState } from "../protocol/signaling";
import { AccessRenewal } from "./accessRenewal";
import type { CallOptions } from "./callOptions";
import { type CallSnapshot, type EndReason, initialSnapshot, snapshotOf } from "./callSnapshot";
import { sayGoodbye } from "./goodbye";
import { Interest } from "./interest";
import { JoinReport } from "./joinReport";
import type { LocalMedia } from "./localMedia";
import { MediaConnection } from "./mediaConnection";
import { MuteReport } from "./muteReport";
import { Negotiation } from "./negotiation";
import { Observable } from "./observable";
import { OwnTracks } from "./ownTracks";
import { RoomView } from "./roomView";
import { ScreenShare } from "./screenShare";
import type { VideoChoice } from "./videoChoice";

/** One consultation's call, from joining to its end. */
export class Call extends Observable<CallSnapshot> {
  /** Where the page says what it shows. */
  readonly interest: Interest;
  readonly screen: ScreenShare;
  private readonly sessionId: string;
  private readonly localMedia: LocalMedia;
  private readonly signaling: Signaling;
  private readonly access: AccessRenewal;
  private readonly media: MediaConnection;
  private readonly mutes: MuteReport;
  private readonly room: RoomView;
  private readonly ownTracks: OwnTracks;

  constructor(options: CallOptions) {
    super(initialSnapshot(options.join));
    const { join, localMedia } = options;
    this.sessionId = join.consultation.id;
    this.localMedia = localMedia;
    this.access = new AccessRenewal(options, (code) => this.finish("refused", code));
    this.signaling = options.createSignaling(() => this.access.token);
    const negotiation = new Negotiation(this.signaling, this.sessionId);
    const setting = { iceServers: () => this.access.iceServers, video: join.consultation.mode === "video" };
    this.mutes = new MuteReport(this.signaling, this.sessionId, localMedia, setting.video);
    const report = new JoinReport(this.signaling, this.sessionId);
    this.media = new MediaConnection({
      create: (events) => options.createMediaHandler({ ...setting, events: report.on(events) }),
      negotiate: (offer) => negotiation.send(offer),
      onChange: () => this.refresh(),
      onNegotiated: () => this.mutes.reportAll(),
    });
    this.screen = new ScreenShare(options.screen, options.mixSounds);
    this.ownTracks = new OwnTracks(localMedia, this.screen, this.media, this.mutes);
    this.interest = new Interest(this.signaling, this.sessionId);
    this.room = new RoomView(this.signaling, {
      onChange: () => this.refresh(),
      onEnded: (reason) => this.finish(reason),
      onMediaClosed: () => this.media.serverClosed(),
      onRemoved: () => this.access.renew(this.signaling),
      onLayersWanted: (wanted) => this.media.setLayers(wanted),
      onReady: (participantId, hasMedia) => this.ready(participantId, hasMedia),
    });
    this.signaling.on("token_renewed", ({ token, iceServers }) => this.access.accept({ token, iceServers }));
  }

  start(): void {
    if (this.getSnapshot().phase !== "idle") return;
    this.update({ phase: "connecting" });
    this.signaling.onState((state) => this.signalingChanged(state));
    this.ownTracks.start();
    this.signaling.connect();
  }

  toggleMicrophone(): Promise<void> {
    return this.localMedia.setMicrophone(!this.localMedia.getSnapshot().microphone.on);
  }

  toggleCamera(): Promise<void> {
    const turnOn = !this.localMedia.getSnapshot().camera.on;
    if (turnOn && this.getSnapshot().videoChoice === "audio") this.showPictures("auto");
    return this.localMedia.setCamera(turnOn);
  }

  /** Sound alone stops the own camera and hides the others' pictures; the camera comes back afterwards. */
  async setVideoChoice(choice: VideoChoice): Promise<void> {
    const before = this.getSnapshot().videoChoice;
    if (choice === before) return;
    this.showPictures(choice);
    if (choice === "audio") await this.localMedia.suspendCamera();
    else if (before === "audio") await this.localMedia.resumeCamera();
  }

  /** The device is online again, perhaps by another network. */
  networkChanged(): void {
    this.media.networkChanged();
  }

  /** Gives the place up and turns the devices off. */
  leave(): void {
    if (this.getSnapshot().end) return;
    this.finish("left", null, sayGoodbye(this.signaling, this.sessionId));
  }

  /** The page goes away: whoever had come in leaves, whoever had not just stops trying. */
  dispose(): void {
    if (this.getSnapshot().connectedAt !== null) this.leave();
    else this.finish("left");
  }

  private signalingChanged(state: SignalingState): void {
    if (state.name === "connected") return;
    this.media.signalingDown();
    this.interest.rest();
    this.update({ signalingLost: true });
    if (state.name !== "refused") return;
    if (state.code === "consultation_ended") this.finish("consultation-ended");
    else this.access.renew(this.signaling);
  }

  private ready(participantId: string, hasMedia: boolean): void {
    const { self } = this.getSnapshot();
    // Another participant's place needs a connection of its own; one that the server gave up meanwhile does not come back.
    if ((self.participantId !== participantId || !hasMedia) && !this.media.fresh) this.media.serverClosed();
    this.update({ signalingLost: false, self: { ...self, participantId } });
    this.access.settled();
    this.media.signalingUp();
    this.interest.repeat();
    if (this.media.state === "connected") this.mutes.reportAll();
  }

  private showPictures(videoChoice: VideoChoice): void {
    this.update({ videoChoice });
    this.interest.setChoice(videoChoice);
  }

  private refresh(): void {
    const { end, connectedAt } = this.getSnapshot();
    if (!end) this.update(snapshotOf(this.media, this.room, connectedAt));
  }

  /** The end is known before the devices go off, so that nobody takes that for the person's wish. */
  private finish(reason: EndReason, code: ProblemCode | null = null, goodbye?: Promise<unknown>): void {
    if (this.getSnapshot().end) return;
    this.ownTracks.close();
    this.update({ phase: "ended", end: { reason, code, at: Date.now() }, tiles: [] });
    const { media, access, interest, room, screen, localMedia } = this;
    for (const part of [media, access, interest, room, screen, localMedia]) part.close();
    void Promise.resolve(goodbye).then(() => this.signaling.close());
  }
}
