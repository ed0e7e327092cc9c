import type { ProblemCode } from "../protocol/apiError";
import type { Signaling, SignalingState } from "../protocol/signaling";
import { AccessRenewal } from "./accessRenewal";
import type { CallOptions } from "./callOptions";
import { type CallSnapshot, type EndReason, initialSnapshot, phaseOf } from "./callSnapshot";
import type { LocalMedia } from "./localMedia";
import { MediaConnection } from "./mediaConnection";
import { MuteReport } from "./muteReport";
import { Negotiation } from "./negotiation";
import { Observable } from "./observable";
import { RoomView } from "./roomView";

/** Milliseconds a goodbye may take before the socket is closed all the same. */
const goodbyeTimeout = 1_000;

/** One consultation's call, from joining to its end. */
export class Call extends Observable<CallSnapshot> {
  private readonly sessionId: string;
  private readonly localMedia: LocalMedia;
  private readonly signaling: Signaling;
  private readonly access: AccessRenewal;
  private readonly media: MediaConnection;
  private readonly mutes: MuteReport;
  private readonly room: RoomView;
  private unsubscribe: () => void = () => undefined;

  constructor(options: CallOptions) {
    super(initialSnapshot(options.join));
    const { join, localMedia } = options;
    this.sessionId = join.consultation.id;
    this.localMedia = localMedia;
    this.access = new AccessRenewal(options, (code) => this.finish("refused", code));
    this.signaling = options.createSignaling(() => this.access.token);
    const negotiation = new Negotiation(this.signaling, this.sessionId);
    const video = join.consultation.mode === "video";
    this.mutes = new MuteReport(this.signaling, this.sessionId, localMedia, video);
    this.media = new MediaConnection({
      create: (events) => options.createMediaHandler({ iceServers: join.ice_servers, video, events }),
      negotiate: (offer) => negotiation.send(offer),
      onChange: () => this.refresh(),
      onNegotiated: () => this.mutes.reportAll(),
    });
    this.room = new RoomView(this.signaling, {
      onChange: () => this.refresh(),
      onEnded: (reason) => this.finish(reason),
      onMediaClosed: () => this.media.serverClosed(),
      onRemoved: () => this.access.renew(this.signaling),
      onReady: (participantId) => this.ready(participantId),
    });
    this.signaling.on("token_renewed", ({ token }) => this.access.accept(token));
  }

  start(): void {
    if (this.getSnapshot().phase !== "idle") return;
    this.update({ phase: "connecting" });
    this.signaling.onState((state) => this.signalingChanged(state));
    this.unsubscribe = this.localMedia.subscribe(() => this.sendOwnTracks());
    this.sendOwnTracks();
    this.signaling.connect();
  }

  toggleMicrophone(): Promise<void> {
    return this.localMedia.setMicrophone(!this.localMedia.getSnapshot().microphone.on);
  }

  toggleCamera(): Promise<void> {
    const turnOn = !this.localMedia.getSnapshot().camera.on;
    if (turnOn) this.update({ audioOnly: false });
    return this.localMedia.setCamera(turnOn);
  }

  /** Sound alone: stops the own camera and hides the others' pictures; the camera comes back afterwards. */
  setAudioOnly(audioOnly: boolean): Promise<void> {
    if (audioOnly === this.getSnapshot().audioOnly) return Promise.resolve();
    this.update({ audioOnly });
    return audioOnly ? this.localMedia.suspendCamera() : this.localMedia.resumeCamera();
  }

  /** The device is online again, perhaps by another network. */
  networkChanged(): void {
    this.media.networkChanged();
  }

  /** Gives the place up and turns the devices off. */
  leave(): void {
    if (this.getSnapshot().end) return;
    const goodbye = this.signaling.request("leave", { sessionId: this.sessionId }).catch(() => undefined);
    const late = new Promise((resolve) => setTimeout(resolve, goodbyeTimeout));
    this.finish("left", null, Promise.race([goodbye, late]));
  }

  /** The page goes away: whoever had come in leaves, whoever had not just stops trying. */
  dispose(): void {
    if (this.getSnapshot().connectedAt !== null) this.leave();
    else this.finish("left");
  }

  private signalingChanged(state: SignalingState): void {
    if (state.name === "connected") return;
    this.media.signalingDown();
    this.update({ signalingLost: true });
    if (state.name !== "refused") return;
    if (state.code === "consultation_ended") this.finish("consultation-ended");
    else this.access.renew(this.signaling);
  }

  private ready(participantId: string): void {
    const { self } = this.getSnapshot();
    // Another participant's place needs a connection of its own.
    if (self.participantId !== participantId && !this.media.fresh) this.media.serverClosed();
    this.update({ signalingLost: false, self: { ...self, participantId } });
    this.access.settled();
    this.media.signalingUp();
    if (this.media.state === "connected") this.mutes.reportAll();
  }

  private sendOwnTracks(): void {
    const own = this.localMedia.getSnapshot();
    void this.media.setTrack("microphone", own.microphone.track);
    void this.media.setTrack("camera", own.camera.track);
    if (this.media.state === "connected") this.mutes.reportChanges();
  }

  /** Derives the snapshot from its parts; they keep the truth. */
  private refresh(): void {
    const { end, connectedAt } = this.getSnapshot();
    if (end) return;
    const connected = this.media.state === "connected";
    this.update({
      phase: phaseOf(this.media.state),
      connectedAt: connectedAt ?? (connected ? Date.now() : null),
      tiles: this.room.tiles(this.media.remoteTracks),
      mainSpeaker: this.room.mainSpeaker,
      ...this.room.consultation,
      mediaBlocked: this.media.struggling,
      mediaProblem: this.media.problem,
    });
  }

  /** The end is known before the devices go off, so that nobody takes that for the person's wish. */
  private finish(reason: EndReason, code: ProblemCode | null = null, goodbye?: Promise<unknown>): void {
    if (this.getSnapshot().end) return;
    this.unsubscribe();
    this.update({ phase: "ended", end: { reason, code, at: Date.now() }, tiles: [] });
    this.media.close();
    this.access.close();
    this.localMedia.close();
    void Promise.resolve(goodbye).then(() => this.signaling.close());
  }
}
