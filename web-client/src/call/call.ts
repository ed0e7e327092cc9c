import type { Signaling, SignalingState } from "../protocol/signaling";
import { AccessRenewal } from "./accessRenewal";
import { Asides } from "./asides";
import { createMedia } from "./callMedia";
import type { CallOptions } from "./callOptions";
import { type CallEnd, type CallSnapshot, initialSnapshot, snapshotOf } from "./callSnapshot";
import { sayGoodbye } from "./goodbye";
import { Interest } from "./interest";
import { Lobby } from "./lobby";
import type { LocalMedia } from "./localMedia";
import type { MediaConnection } from "./mediaConnection";
import { MuteReport } from "./muteReport";
import { Observable } from "./observable";
import { OwnTracks } from "./ownTracks";
import { RoomView } from "./roomView";
import { ScreenShare } from "./screenShare";
import type { VideoChoice } from "./videoChoice";
import { startChoice, VideoControl } from "./videoControl";

/** One consultation's call, from joining to its end. */
export class Call extends Observable<CallSnapshot> {
  /** Where the page says what it shows. */
  readonly interest: Interest;
  readonly screen: ScreenShare;
  readonly asides: Asides;
  readonly sessionId: string;
  private readonly localMedia: LocalMedia;
  private readonly signaling: Signaling;
  private readonly access: AccessRenewal;
  private readonly lobby: Lobby;
  private readonly media: MediaConnection;
  private readonly mutes: MuteReport;
  private readonly room: RoomView;
  private readonly ownTracks: OwnTracks;
  private readonly video: VideoControl;

  constructor(options: CallOptions) {
    super(initialSnapshot(options.join, startChoice(options)));
    const { join, localMedia } = options;
    this.sessionId = join.consultation.id;
    this.localMedia = localMedia;
    this.access = new AccessRenewal(options, (code) => this.finish("refused", { code }));
    this.signaling = options.createSignaling(() => this.access.token);
    this.mutes = new MuteReport(this.signaling, options);
    this.media = createMedia(options, this.signaling, this.access, {
      onChange: () => this.refresh(),
      onNegotiated: () => this.mutes.reportAll(),
    });
    this.screen = new ScreenShare(options.screen, options.mixSounds);
    this.ownTracks = new OwnTracks(localMedia, this.screen, this.media, this.mutes);
    this.asides = new Asides(options, this.signaling, this.access);
    this.interest = new Interest(this.signaling, this.sessionId);
    const chosen = (videoChoice: VideoChoice) => this.update({ videoChoice });
    this.video = new VideoControl(options, this.interest, this.media, chosen);
    // Before the room: whether one waits is known before anything else of its state.
    this.lobby = new Lobby(this.signaling, options, {
      onChange: (lobby) => this.update({ lobby }),
      onPutBack: () => this.rest(),
      onDenied: () => this.finish("denied"),
    });
    this.room = new RoomView(this.signaling, {
      onChange: () => this.refresh(),
      onEnded: (reason, by) => this.finish(reason, { by: by ?? null }),
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
  readonly toggleCamera = () => this.video.toggleCamera();
  readonly setVideoChoice = (choice: VideoChoice) => this.video.choose(choice);

  /** The device is online again, perhaps by another network. */
  readonly networkChanged = () => this.media.networkChanged();

  /** The page is looked at again: what is said now finds out whether the socket died while a phone was locked. */
  readonly pageShown = () => (this.lobby.waiting ? this.lobby.repeat() : this.interest.recheck());

  /** Gives the place up and turns the devices off. */
  leave(): void {
    if (!this.getSnapshot().end) this.finish("left", {}, sayGoodbye(this.signaling, this.sessionId));
  }

  /** The page goes away: whoever had come in or waits leaves, whoever had not just stops trying. */
  dispose(): void {
    if (this.getSnapshot().connectedAt !== null || this.lobby.waiting) this.leave();
    else this.finish("left");
  }

  private signalingChanged(state: SignalingState): void {
    if (state.name === "connected") return;
    this.rest();
    this.update({ signalingLost: true });
    if (state.name !== "refused") return;
    if (state.code === "consultation_ended") this.finish("consultation-ended");
    else if (state.code === "not_admitted") this.finish("denied");
    else this.access.renew(this.signaling);
  }

  private ready(participantId: string, hasMedia: boolean): void {
    const { self } = this.getSnapshot();
    // Another participant's place needs a connection of its own; one that the server gave up meanwhile does not come back.
    if ((self.participantId !== participantId || !hasMedia) && !this.media.fresh) this.media.serverClosed();
    this.update({ signalingLost: false, self: { ...self, participantId } });
    this.access.settled();
    if (this.lobby.waiting) {
      this.rest();
      return;
    }
    this.media.signalingUp();
    this.interest.repeat();
    if (this.media.state === "connected") this.mutes.reportAll();
  }

  /** Nothing is offered nor asked for until the next state of the room; before its door there are no media at all. */
  private rest(): void {
    this.media.signalingDown();
    this.interest.rest();
    if (this.lobby.waiting && !this.media.fresh) this.media.serverClosed();
  }

  private refresh(): void {
    const { end, connectedAt } = this.getSnapshot();
    if (!end) this.update(snapshotOf(this.media, this.room, connectedAt));
  }

  /** The end is known before the devices go off, so that nobody takes that for the person's wish. */
  private finish(reason: CallEnd["reason"], known: Partial<CallEnd> = {}, goodbye?: Promise<unknown>): void {
    if (this.getSnapshot().end) return;
    this.ownTracks.close();
    const end = { code: null, by: null, ...known, reason, at: Date.now() };
    this.update({ phase: "ended", end, tiles: [] });
    const { media, access, asides, interest, lobby, room, screen, localMedia } = this;
    for (const part of [media, access, asides, interest, lobby, room, screen, localMedia]) part.close();
    void Promise.resolve(goodbye).then(() => this.signaling.close());
  }
}
