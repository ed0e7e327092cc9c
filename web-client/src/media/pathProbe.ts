import type { Direction, NetworkPath, PathFigures } from "../protocol/networkTest";
import { narrowed, relayPort, relaysThroughTls } from "./pathCandidates";
import { figuresOf, type Report, type Sample, sampleOf } from "./pathFigures";
import type { TestMedia } from "./testMedia";

/** Whether a path's connections came up. */
export type Standing = "connected" | "failed" | "not_offered";

/** Tries one path: what one connection sends the server sends back over another. */
export interface Probe {
  /** Rejects where the server answers no offers, which says nothing of the path. */
  readonly settled: Promise<Standing>;
  /** The server's port on this path, once known. */
  readonly port: number | null;
  /** Sends for so many milliseconds, for up to eight seconds while it `isSlow`; null where nothing came back. */
  measure(
    media: TestMedia,
    milliseconds: number,
    isSlow: (figures: PathFigures) => boolean,
    onProgress: (part: number) => void,
  ): Promise<PathFigures | null>;
  /** Ends what is under way. */
  close(): void;
}

export interface ProbeOptions {
  path: NetworkPath;
  iceServers: RTCIceServer[];
  /** Gives the answer to an offer. */
  negotiate(direction: Direction, sdp: string): Promise<string>;
}

export type CreateProbe = (options: ProbeOptions) => Probe;

/** Milliseconds after which a path that does not connect is given up. */
const connectWithin = 6_000;
/** Milliseconds between two looks at the counters. */
const lookEvery = 250;
/** Milliseconds of media at most. A sender that was held up while it began needs longer to find what fits. */
const longest = 8_000;
/** Bits per second: the best picture of a call and some more. */
const mostBitrate = 2_500_000;

export const createPathProbe: CreateProbe = (options) => {
  const { path } = options;
  const iceServers = path === "turn_tls" ? relaysThroughTls(options.iceServers) : [];
  if (path === "turn_tls" && iceServers.length === 0) return notOffered;
  const iceTransportPolicy = path === "turn_tls" ? "relay" : "all";
  return new PathProbe(options, { iceServers, iceTransportPolicy, bundlePolicy: "max-bundle" });
};

const notOffered: Probe = {
  settled: Promise.resolve("not_offered"),
  port: null,
  measure: () => Promise.resolve(null),
  close: () => undefined,
};

class PathProbe implements Probe {
  readonly settled: Promise<Standing>;
  port: number | null = null;
  private readonly options: ProbeOptions;
  private readonly sender: RTCPeerConnection;
  private readonly receiver: RTCPeerConnection;
  private readonly picture: RTCRtpSender;
  private readonly sound: RTCRtpSender;

  constructor(options: ProbeOptions, configuration: RTCConfiguration) {
    this.options = options;
    this.sender = new RTCPeerConnection(configuration);
    this.receiver = new RTCPeerConnection(configuration);
    const send = { direction: "sendonly" } as const;
    this.sound = this.sender.addTransceiver("audio", send).sender;
    const sendEncodings = [{ maxBitrate: mostBitrate }];
    this.picture = this.sender.addTransceiver("video", { ...send, sendEncodings }).sender;
    for (const kind of ["audio", "video"]) this.receiver.addTransceiver(kind, { direction: "recvonly" });
    this.settled = this.connect();
  }

  async measure(
    media: TestMedia,
    milliseconds: number,
    isSlow: (figures: PathFigures) => boolean,
    onProgress: (part: number) => void,
  ) {
    await this.picture.replaceTrack(media.picture);
    await this.sound.replaceTrack(media.sound);
    const begin = performance.now();
    const samples = [await this.sample()];
    let passed = 0;
    const goesOn = () => {
      const figures = passed < milliseconds ? null : figuresOf(samples);
      return passed < milliseconds || (passed < longest && figures !== null && isSlow(figures));
    };
    while (goesOn() && this.sender.connectionState === "connected") {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      passed = performance.now() - begin;
      samples.push(await this.sample());
      onProgress(Math.min(1, passed / milliseconds));
    }
    this.close();
    return figuresOf(samples);
  }

  close(): void {
    this.sender.close();
    this.receiver.close();
  }

  private async sample(): Promise<Sample> {
    const [sent, received] = await Promise.all([this.sender.getStats(), this.receiver.getStats()]);
    const reports = (all: RTCStatsReport) => [...all.values()] as unknown as Report[];
    return sampleOf(performance.now(), reports(sent), reports(received));
  }

  private async connect(): Promise<Standing> {
    const both = [this.open(this.sender, "send"), this.open(this.receiver, "receive")];
    const standings = await Promise.all(both);
    const worst = standings.find((standing) => standing !== "connected") ?? "connected";
    if (worst !== "connected") this.close();
    return worst;
  }

  private async open(connection: RTCPeerConnection, direction: Direction): Promise<Standing> {
    await connection.setLocalDescription(await connection.createOffer());
    const answer = await this.options.negotiate(direction, connection.localDescription?.sdp ?? "");
    const { sdp, port } = narrowed(answer, this.options.path);
    if (port === null) return "not_offered";
    this.port = relayPort(this.sender.getConfiguration().iceServers ?? []) ?? port;
    if (connection.signalingState === "closed") return "failed";
    await connection.setRemoteDescription({ type: "answer", sdp });
    return connected(connection);
  }
}

function connected(connection: RTCPeerConnection): Promise<Standing> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve("failed"), connectWithin);
    const look = () => {
      const state = connection.connectionState;
      if (state !== "connected" && state !== "failed" && state !== "closed") return;
      clearTimeout(late);
      resolve(state === "connected" ? state : "failed");
    };
    connection.addEventListener("connectionstatechange", look);
    look();
  });
}
