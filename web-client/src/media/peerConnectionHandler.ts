import type { TrackSource } from "../protocol/events";
import { cameraEncodings } from "./cameraEncodings";
import { CameraSender } from "./cameraSender";
import { FirstFrame } from "./firstFrame";
import {
  type CreateMediaHandler,
  type MediaHandler,
  type MediaHandlerOptions,
  type Offer,
  type OwnSource,
  screenSeats,
} from "./mediaHandler";
import { stateOf } from "./mediaState";
import { preferRedundancy } from "./redundantSound";
import { ScreenLine } from "./screenLine";
import { watchSilence } from "./silenceWatch";

/** What matters in a track (W3C mst-content-hint): of a screen the letters, more than smooth movement. */
const hints: Record<TrackSource, string> = { microphone: "speech", camera: "motion", screen: "detail" };
/** How many people can be heard and seen at once. */
const seatsPerKind = 3;

export const createPeerConnectionHandler: CreateMediaHandler = (options) =>
  new PeerConnectionHandler(options);

/** `MediaHandler` over one RTCPeerConnection. */
class PeerConnectionHandler implements MediaHandler {
  private readonly connection: RTCPeerConnection;
  private readonly iceServers: () => RTCIceServer[];
  private readonly lines = new Map<OwnSource, RTCRtpTransceiver>();
  private camera: CameraSender | null = null;
  private screen: ScreenLine | null = null;
  private readonly stopWatch: () => void;

  constructor({ iceServers, video, events }: MediaHandlerOptions) {
    this.iceServers = iceServers;
    this.connection = new RTCPeerConnection(this.configuration());
    this.listen(events);
    const firstFrame = new FirstFrame(video);
    const look = (report: RTCStatsReport) => firstFrame.comes(report) && events.onFirstFrame();
    this.stopWatch = watchSilence(this.connection, () => events.onSilence(), look);
    this.addOwnLines(video);
    this.addSeats("audio", seatsPerKind);
    // More than people: for shared screens.
    if (video) this.addSeats("video", seatsPerKind + screenSeats);
  }

  async createOffer(options: { iceRestart: boolean } = { iceRestart: false }): Promise<Offer> {
    // The credentials of the relays may have expired since the last candidates were gathered.
    if (options.iceRestart) this.connection.setConfiguration(this.configuration());
    this.screen?.offering();
    await this.connection.setLocalDescription(await this.connection.createOffer(options));
    const lines: [TrackSource, string | null][] = [...this.lines].map(([source, { mid }]) => [source, mid]);
    lines.push(["screen", this.screen?.mid ?? null]);
    return {
      sdp: this.connection.localDescription?.sdp ?? "",
      tracks: lines.flatMap(([source, mid]) => (mid === null ? [] : [{ mid, source }])),
    };
  }

  async applyAnswer(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: "answer", sdp });
    await this.camera?.negotiated(sdp);
  }

  async replaceTrack(source: TrackSource, track: MediaStreamTrack | null): Promise<void> {
    if (track) track.contentHint = hints[source];
    try {
      if (source === "camera") await this.camera?.replaceTrack(track);
      else if (source === "screen") await this.screen?.replaceTrack(track);
      else await this.lines.get(source)?.sender.replaceTrack(track);
    } catch (error) {
      // A device that arrives after the call has ended is nobody's trouble.
      if (this.connection.signalingState !== "closed") throw error;
    }
  }

  async setLayers(source: TrackSource, count: number): Promise<void> {
    // A microphone has one size.
    if (source === "camera") await this.camera?.setLayers(count);
    else if (source === "screen") await this.screen?.setWatched(count > 0);
  }

  get needsOffer(): boolean {
    return this.screen?.needsOffer ?? false;
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

  private configuration(): RTCConfiguration {
    return { iceServers: this.iceServers(), bundlePolicy: "max-bundle" };
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
    const microphone = this.connection.addTransceiver("audio", { direction: "sendonly", streams });
    preferRedundancy(microphone, RTCRtpSender);
    this.lines.set("microphone", microphone);
    if (!video) return;
    const camera = this.addCamera(streams);
    this.lines.set("camera", camera);
    this.camera = new CameraSender(camera.sender);
    this.screen = new ScreenLine(this.connection);
  }

  private addCamera(streams: MediaStream[]): RTCRtpTransceiver {
    const line = (sendEncodings: RTCRtpEncodingParameters[]) =>
      this.connection.addTransceiver("video", { direction: "sendonly", streams, sendEncodings });
    try {
      return line(cameraEncodings(true));
    } catch {
      // A browser whose encoders know no such mode.
      return line(cameraEncodings(false));
    }
  }

  private addSeats(kind: "audio" | "video", count: number): void {
    for (let seat = 0; seat < count; seat += 1) {
      const line = this.connection.addTransceiver(kind, { direction: "recvonly" });
      if (kind === "audio") preferRedundancy(line, RTCRtpReceiver);
    }
  }
}
