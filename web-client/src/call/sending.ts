import type { MediaHandler, Offer } from "../media/mediaHandler";
import type { TrackSource } from "../protocol/events";

/** What is sent, whichever connection carries it. */
export class Sending {
  private readonly tracks = new Map<TrackSource, MediaStreamTrack | null>();
  /** What the last offer sends on which line. */
  private lines: Offer["tracks"] = [];

  set(source: TrackSource, track: MediaStreamTrack | null): void {
    this.tracks.set(source, track);
  }

  /** A new connection sends what the one before did. */
  giveTo(handler: MediaHandler): void {
    for (const [source, track] of this.tracks) void handler.replaceTrack(source, track);
  }

  offered({ tracks }: Offer): void {
    this.lines = tracks;
  }

  sourceOf(mid: string): TrackSource | undefined {
    return this.lines.find((line) => line.mid === mid)?.source;
  }
}
