import type { MediaHandler, MediaHandlerOptions, MediaState, Offer } from "../../media/mediaHandler";
import type { TrackSource } from "../../protocol/events";

/** A connection that connects when the test says so. */
export class FakeMediaHandler implements MediaHandler {
  static made: FakeMediaHandler[] = [];
  readonly options: MediaHandlerOptions;
  readonly sending = new Map<TrackSource, MediaStreamTrack | null>();
  readonly layers = new Map<TrackSource, number>();
  readonly answers: string[] = [];
  offers: { iceRestart: boolean }[] = [];
  awaitsAnswer = false;
  private screenOffered: boolean | null = null;
  closed = false;

  constructor(options: MediaHandlerOptions) {
    this.options = options;
    FakeMediaHandler.made.push(this);
  }

  static get newest(): FakeMediaHandler {
    const handler = FakeMediaHandler.made.at(-1);
    if (!handler) throw new Error("no media handler was made");
    return handler;
  }

  async createOffer(options = { iceRestart: false }): Promise<Offer> {
    this.offers.push(options);
    this.awaitsAnswer = true;
    this.screenOffered = this.sendsScreen;
    const tracks: Offer["tracks"] = [
      { mid: "0", source: "microphone" },
      { mid: "1", source: "camera" },
    ];
    if (this.sendsScreen) tracks.push({ mid: "2", source: "screen" });
    return { sdp: `offer ${this.offers.length}`, tracks };
  }

  get needsOffer(): boolean {
    return this.screenOffered !== null && this.screenOffered !== this.sendsScreen;
  }

  async applyAnswer(sdp: string): Promise<void> {
    this.awaitsAnswer = false;
    this.answers.push(sdp);
  }

  async replaceTrack(source: TrackSource, track: MediaStreamTrack | null): Promise<void> {
    this.sending.set(source, track);
  }

  async setLayers(source: TrackSource, count: number): Promise<void> {
    this.layers.set(source, count);
  }

  close(): void {
    this.closed = true;
  }

  private get sendsScreen(): boolean {
    return (this.sending.get("screen") ?? null) !== null;
  }

  becomes(state: MediaState): void {
    this.options.events.onState(state);
  }

  fallsSilent(): void {
    this.options.events.onSilence();
  }

  showsFrame(): void {
    this.options.events.onFirstFrame();
  }

  receives(mid: string): MediaStreamTrack {
    const track = { id: `remote ${mid}` } as MediaStreamTrack;
    this.options.events.onRemoteTrack(mid, track);
    return track;
  }
}
