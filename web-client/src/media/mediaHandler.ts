import type { TrackSource } from "../protocol/events";

/** How many shared screens of others are seen at once. */
export const screenSeats = 2;

/** The devices of a person. */
export type OwnSource = Extract<TrackSource, "microphone" | "camera">;

/** RTCIceConnectionState, less the two that say nothing to a call. */
export type MediaState = "new" | "checking" | "connected" | "disconnected" | "failed" | "closed";

export interface Offer {
  sdp: string;
  /** Which m-line carries which source. */
  tracks: { mid: string; source: TrackSource }[];
}

export interface MediaHandlerEvents {
  /** The connection to the server changed. */
  onState(state: MediaState): void;
  /** What is sent is not answered any more, and ICE has not noticed yet. */
  onSilence(): void;
  /** The first picture shows; where there are no pictures, the first sound is played. */
  onFirstFrame(): void;
  /** A receiving line has its track; `mid` is the seat's. */
  onRemoteTrack(mid: string, track: MediaStreamTrack): void;
}

/** One connection to the media server: our tracks out, seats in. The client offers, the server answers. */
export interface MediaHandler {
  createOffer(options?: { iceRestart: boolean }): Promise<Offer>;
  applyAnswer(sdp: string): Promise<void>;
  /** Sends another track, or nothing, on the line of `source`; a screen that begins or ends needs a new offer. */
  replaceTrack(source: TrackSource, track: MediaStreamTrack | null): Promise<void>;
  /** Encodes that many sizes of `source`, counted from the smallest; 0 encodes nothing. Until then all are encoded. */
  setLayers(source: TrackSource, count: number): Promise<void>;
  /** Whether a line began or stopped to send since the last offer. */
  readonly needsOffer: boolean;
  /** Whether the last offer still waits for its answer. */
  readonly awaitsAnswer: boolean;
  close(): void;
}

export interface MediaHandlerOptions {
  /** The relays, with credentials of the moment. */
  iceServers(): RTCIceServer[];
  /** Without lines for camera and screen and without video seats in an audio consultation. */
  video: boolean;
  events: MediaHandlerEvents;
}

export type CreateMediaHandler = (options: MediaHandlerOptions) => MediaHandler;
