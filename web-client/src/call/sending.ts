import type { MediaHandler, Offer } from "../media/mediaHandler";
import type { LayersWanted, TrackSource } from "../protocol/events";

/** What is sent, whichever connection carries it. */
export class Sending {
  private readonly tracks = new Map<TrackSource, MediaStreamTrack | null>();
  /** What the last offer sends on which line. */
  private lines: Offer["tracks"] = [];
  /** How many sizes the server wants of each; all of what it has not spoken of. */
  private readonly wanted = new Map<TrackSource, number>();
  /** How many sizes of the own camera the person grants. */
  private granted = Number.POSITIVE_INFINITY;

  set(source: TrackSource, track: MediaStreamTrack | null): void {
    this.tracks.set(source, track);
  }

  /** A new connection sends what the one before did, and as many sizes as are granted, until the server asks for fewer. */
  giveTo(handler: MediaHandler): void {
    this.wanted.clear();
    for (const [source, track] of this.tracks) void handler.replaceTrack(source, track);
    if (Number.isFinite(this.granted)) void handler.setLayers("camera", this.granted);
  }

  offered({ tracks }: Offer): void {
    this.lines = tracks;
  }

  /** The server wants so many sizes of the picture on a line. */
  want({ mid, layers }: LayersWanted, handler: MediaHandler | null): void {
    const source = this.lines.find((line) => line.mid === mid)?.source;
    if (!source) return;
    this.wanted.set(source, layers);
    void handler?.setLayers(source, source === "camera" ? Math.min(layers, this.granted) : layers);
  }

  /** The person grants so many sizes of their camera's picture, counted from the smallest. */
  grant(sizes: number, handler: MediaHandler | null): void {
    if (sizes === this.granted) return;
    this.granted = sizes;
    const wanted = this.wanted.get("camera") ?? Number.POSITIVE_INFINITY;
    void handler?.setLayers("camera", Math.min(wanted, sizes));
  }
}
