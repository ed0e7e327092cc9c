/** Tells when a connection shows its first picture, or plays its first sound where there are no pictures. */
export class FirstFrame {
  private readonly kind: "audio" | "video";
  private shown = false;

  constructor(video: boolean) {
    this.kind = video ? "video" : "audio";
  }

  /** Whether these statistics are the first with a frame. */
  comes(report: RTCStatsReport): boolean {
    if (this.shown) return false;
    report.forEach((line) => {
      if (line.type !== "inbound-rtp" || line.kind !== this.kind) return;
      const frames = this.kind === "video" ? line.framesDecoded : line.jitterBufferEmittedCount;
      if (frames > 0) this.shown = true;
    });
    return this.shown;
  }
}
