import { type DeviceChoice, type DeviceKind, listDevices } from "./deviceList";
import type { OwnSource } from "./mediaHandler";

/** Why a microphone or camera cannot be used. */
export type DeviceProblem = "denied" | "missing" | "in-use" | "insecure" | "failed";

export class DeviceError extends Error {
  readonly problem: DeviceProblem;

  constructor(problem: DeviceProblem) {
    super(problem);
    this.name = "DeviceError";
    this.problem = problem;
  }
}

/** Microphones and cameras, so that call logic runs against fake ones in tests. */
export interface Devices {
  /** Opens one device; rejects with a `DeviceError`. */
  open(source: OwnSource, deviceId?: string): Promise<MediaStreamTrack>;
  /** Opens microphone and camera by one question to the person; rejects when either fails. */
  openBoth(): Promise<{ microphone: MediaStreamTrack; camera: MediaStreamTrack }>;
  /** Whether the browser would ask, as far as it tells. */
  permission(source: OwnSource): Promise<"granted" | "denied" | "prompt">;
  /** Those that there are; no speakers where the browser plays by one alone. */
  list(kind: DeviceKind): Promise<DeviceChoice[]>;
  /** Told when something is plugged in or out; returns what ends that. */
  onChange(listener: () => void): () => void;
}

/** What somebody wants done with their sound and picture. */
export interface Liking {
  readonly noiseSuppression: boolean;
  readonly backgroundBlur: boolean;
  /** Told where a blurred background was wanted and cannot be had. */
  blurFailed(): void;
}

/** Blurs what is behind somebody; rejects where it cannot. */
export type Blur = (camera: MediaStreamTrack) => Promise<MediaStreamTrack>;

/** This browser's; `blur` is null where pages cannot load what it takes. */
export const browserDevices = (liking: Liking, blur: Blur | null): Devices => ({
  async open(source, deviceId) {
    const constraints = constraintsOf(source, liking, deviceId);
    const stream = await openStream(
      source === "microphone" ? { audio: constraints } : { video: constraints },
    );
    const track = firstTrack(stream.getTracks());
    return source === "camera" ? liked(track, liking, blur) : track;
  },

  async openBoth() {
    const stream = await openStream({
      audio: constraintsOf("microphone", liking),
      video: constraintsOf("camera", liking),
    });
    const microphone = firstTrack(stream.getAudioTracks());
    return { microphone, camera: await liked(firstTrack(stream.getVideoTracks()), liking, blur) };
  },

  async permission(source) {
    // A page without https: no browser asks.
    if (!navigator.mediaDevices) return "denied";
    try {
      const status = await navigator.permissions.query({ name: source as PermissionName });
      return status.state;
    } catch {
      return "prompt";
    }
  },

  list: listDevices,

  onChange(listener) {
    navigator.mediaDevices?.addEventListener("devicechange", listener);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", listener);
  },
});

/** The camera's picture as it is wanted; where that cannot be, as it is. */
async function liked(camera: MediaStreamTrack, liking: Liking, blur: Blur | null): Promise<MediaStreamTrack> {
  if (!liking.backgroundBlur || !blur) return camera;
  return blur(camera).catch(() => {
    liking.blurFailed();
    return camera;
  });
}

function constraintsOf(
  source: OwnSource,
  { noiseSuppression }: Liking,
  deviceId?: string,
): MediaTrackConstraints {
  const chosen: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
  return source === "microphone"
    ? { ...chosen, echoCancellation: true, noiseSuppression, autoGainControl: true }
    : { ...chosen, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
}

async function openStream(constraints: MediaStreamConstraints): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new DeviceError("insecure");
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    throw new DeviceError(problemOf(error));
  }
}

/** The names getUserMedia rejects with (W3C mediacapture-main, section 10). */
export function problemOf(error: unknown): DeviceProblem {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return "denied";
    case "SecurityError":
      return "insecure";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "in-use";
    default:
      return "failed";
  }
}

function firstTrack(tracks: MediaStreamTrack[]): MediaStreamTrack {
  const track = tracks[0];
  if (!track) throw new DeviceError("missing");
  return track;
}
