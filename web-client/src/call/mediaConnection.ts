import type { MediaHandler, MediaState } from "../media/mediaHandler";
import { codeOf, type ProblemCode } from "../protocol/apiError";
import type { LayersWanted, TrackSource } from "../protocol/events";
import type { MediaConnectionOptions } from "./mediaConnectionOptions";
import { RecoveryPlan } from "./recoveryPlan";
import { Sending } from "./sending";

/** Milliseconds a lost path may come back by itself. */
const patience = 2_000;

/** Keeps the media flowing: offers, restarts ICE when the path is lost, starts afresh when that does not help. */
export class MediaConnection {
  state: "connecting" | "connected" | "lost" = "connecting";
  /** Why the server refused the last offer. */
  problem: ProblemCode | null = null;
  /** Receiving tracks by mid. */
  readonly remoteTracks = new Map<string, MediaStreamTrack>();
  private readonly options: MediaConnectionOptions;
  private readonly sending = new Sending();
  private handler: MediaHandler | null = null;
  private signalingReady = false;
  private negotiating = false;
  private closed = false;
  private readonly plan = new RecoveryPlan(() => void this.recover());

  constructor(options: MediaConnectionOptions) {
    this.options = options;
  }

  get fresh(): boolean {
    return this.handler === null;
  }

  /** Several attempts failed although the server can be reached. */
  get struggling(): boolean {
    return this.signalingReady && this.state !== "connected" && !this.plan.worthRestarting;
  }

  /** Offers can be sent from now on; media that lives is left alone. */
  signalingUp(): void {
    this.signalingReady = true;
    // An offer whose answer was lost with the socket leaves both sides with different minds.
    if (this.state !== "connected" || this.handler?.awaitsAnswer) void this.recover();
  }

  signalingDown(): void {
    this.signalingReady = false;
  }

  async setTrack(source: TrackSource, track: MediaStreamTrack | null): Promise<void> {
    this.sending.set(source, track);
    await this.handler?.replaceTrack(source, track);
    this.offerChange();
  }

  /** The server wants so many sizes of the picture on a line; a new connection sends all until told. */
  readonly setLayers = (wanted: LayersWanted) => this.sending.want(wanted, this.handler);

  /** So many sizes of the own camera may be sent, however many are wanted. */
  readonly grantLayers = (sizes: number) => this.sending.grant(sizes, this.handler);

  /** Another network carries us now: the old path is not waited for. */
  readonly networkChanged = () => void (this.handler && this.recover());

  /** The server gave our connection up: only a new one helps. */
  serverClosed(): void {
    this.discardHandler();
    this.lose(this.plan.untried ? 0 : patience);
  }

  close(): void {
    this.closed = true;
    this.plan.cancel();
    this.discardHandler();
  }

  /** A line that began or stopped to send is for the server to know; the path is well. */
  private offerChange(): void {
    if (this.handler?.needsOffer && this.state === "connected") void this.recover(false);
  }

  private async recover(iceRestart = true): Promise<void> {
    if (this.closed || this.negotiating || !this.signalingReady) return;
    this.plan.cancel();
    this.negotiating = true;
    try {
      await this.offer(iceRestart);
      this.problem = null;
    } catch (error) {
      this.problem = codeOf(error);
      // An offer that did not get through says nothing against the connection it came from.
      if (this.problem !== "unreachable") this.discardHandler();
    }
    this.negotiating = false;
    if (this.closed) return;
    if (this.handler && this.state === "connected") this.plan.succeeded();
    else this.plan.failed();
    this.options.onChange();
    this.offerChange();
  }

  private async offer(iceRestart: boolean): Promise<void> {
    const kept = this.plan.worthRestarting ? this.handler : null;
    const handler = kept ?? this.freshHandler();
    const offer = await handler.createOffer({ iceRestart: iceRestart && kept !== null });
    this.sending.offered(offer);
    const answer = await this.options.negotiate(offer);
    if (handler !== this.handler) return;
    if (handler.awaitsAnswer) await handler.applyAnswer(answer);
    this.options.onNegotiated();
  }

  private freshHandler(): MediaHandler {
    this.discardHandler();
    const isCurrent = () => this.handler === handler;
    const handler = this.options.create({
      onState: (state) => isCurrent() && this.stateChanged(state),
      onSilence: () => isCurrent() && this.state === "connected" && void this.recover(),
      onRemoteTrack: (mid, track) => {
        if (!isCurrent()) return;
        this.remoteTracks.set(mid, track);
        this.options.onChange();
      },
    });
    this.handler = handler;
    this.sending.giveTo(handler);
    return handler;
  }

  private stateChanged(state: MediaState): void {
    if (state === "connected") {
      this.state = "connected";
      this.plan.succeeded();
      this.options.onChange();
    } else if (state === "disconnected") this.lose(patience);
    else if (state === "failed" || state === "closed") this.lose(0);
  }

  private lose(pause: number): void {
    if (this.state === "connected") this.state = "lost";
    if (!this.closed) this.plan.due(pause);
    this.options.onChange();
  }

  private discardHandler(): void {
    this.handler?.close();
    this.handler = null;
    this.remoteTracks.clear();
  }
}
