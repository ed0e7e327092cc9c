import type {
  CreateMediaHandler,
  MediaHandler,
  MediaHandlerOptions,
  MediaState,
  Offer,
  OwnSource,
} from "./mediaHandler";
import { watchSilence } from "./silenceWatch";

/** How many people can be heard and seen at once. */
const seatsPerKind = 3;
/** Bits per second: enough for 720p of a talking head, modest on a home's uplink. */
const maxCameraBitrate = 1_200_000;

export const createPeerConnectionHandler: CreateMediaHandler = (options) =>
  new PeerConnectionHandler(options);

/** `MediaHandler` over one RTCPeerConnection. */
class PeerConnectionHandler implements MediaHandler {
  private readonly connection: RTCPeerConnection;
  private readonly senders = new Map<OwnSource, RTCRtpTransceiver>();
  private readonly stopWatch: () => void;

  constructor({ iceServers, video, events }: MediaHandlerOptions) {
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.listen(events);
    this.stopWatch = watchSilence(this.connection, () => events.onSilence());
    this.addOwnLines(video);
    this.addSeats("audio");
    if (video) this.addSeats("video");
  }

  async createOffer(options: { iceRestart: boolean } = { iceRestart: false }): Promise<Offer> {
    await this.connection.setLocalDescription(await this.connection.createOffer(options));
    return {
      sdp: this.connection.localDescription?.sdp ?? "",
      tracks: [...this.senders].flatMap(([source, { mid }]) => (mid === null ? [] : [{ mid, source }])),
    };
  }

  async applyAnswer(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: "answer", sdp });
    await this.limitCamera();
  }

  async replaceTrack(source: OwnSource, track: MediaStreamTrack | null): Promise<void> {
    if (track) track.contentHint = source === "microphone" ? "speech" : "motion";
    try {
      await this.senders.get(source)?.sender.replaceTrack(track);
    } catch (error) {
      // A device that arrives after the call has ended is nobody's trouble.
      if (this.connection.signalingState !== "closed") throw error;
    }
  }

  get awaitsAnswer(): boolean {
    return this.connection.signalingState === "have-local-offer";
  }

  close(): void {
    this.stopWatch();
    this.connection.onconnectionstatechange = null;
    this.connection.oniceconnectionstatechange = null;
    this.connection.ontrack = null;
    this.connection.close();
  }

  private listen(events: MediaHandlerOptions["events"]): void {
    const { connection } = this;
    const report = () => events.onState(stateOf(connection));
    connection.onconnectionstatechange = report;
    connection.oniceconnectionstatechange = report;
    connection.ontrack = ({ transceiver, track }) => {
      if (transceiver.mid !== null) events.onRemoteTrack(transceiver.mid, track);
    };
  }

  private addOwnLines(video: boolean): void {
    // One stream for both lines, so that the receivers keep lips and sound together.
    const streams = [new MediaStream()];
    const line = (kind: string) => this.connection.addTransceiver(kind, { direction: "sendonly", streams });
    this.senders.set("microphone", line("audio"));
    if (video) this.senders.set("camera", line("video"));
  }

  private addSeats(kind: "audio" | "video"): void {
    for (let seat = 0; seat < seatsPerKind; seat += 1) {
      this.connection.addTransceiver(kind, { direction: "recvonly" });
    }
  }

  /** Set after the answer: before it, Firefox has no encoding to limit. */
  private async limitCamera(): Promise<void> {
    const sender = this.senders.get("camera")?.sender;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (!sender || !parameters || !encoding) return;
    encoding.maxBitrate = maxCameraBitrate;
    // A browser that refuses the limit still calls; the server polices the rate.
    await sender.setParameters(parameters).catch(() => undefined);
  }
}

/** ICE tells of a lost path first, DTLS failures show in the connection state alone. */
function stateOf({ iceConnectionState: ice, connectionState }: RTCPeerConnection): MediaState {
  if (connectionState === "failed" || ice === "failed") return "failed";
  if (connectionState === "closed") return "closed";
  if (ice === "disconnected") return "disconnected";
  if (connectionState === "connected" && (ice === "connected" || ice === "completed")) return "connected";
  return ice === "new" ? "new" : "checking";
}
