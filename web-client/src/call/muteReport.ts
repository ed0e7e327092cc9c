import type { OwnSource } from "../media/mediaHandler";
import type { Signaling } from "../protocol/signaling";
import type { CallOptions } from "./callOptions";
import type { LocalMedia } from "./localMedia";

/** Tells the others what of ours is off. */
export class MuteReport {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private readonly localMedia: LocalMedia;
  private readonly sources: readonly OwnSource[];
  private readonly told = new Map<OwnSource, boolean>();
  private begun = false;

  constructor(signaling: Signaling, { join: { consultation }, localMedia }: CallOptions) {
    this.signaling = signaling;
    this.sessionId = consultation.id;
    this.localMedia = localMedia;
    this.sources = consultation.mode === "video" ? ["microphone", "camera"] : ["microphone"];
  }

  /** Says everything again: after a new offer or a new socket the server may not know. */
  reportAll(): void {
    this.told.clear();
    this.begun = true;
    this.reportChanges();
  }

  /** Says what is new. Before the first negotiation there is nothing to be muted, from then on each change counts. */
  reportChanges(): void {
    if (!this.begun) return;
    for (const source of this.sources) this.report(source);
  }

  private report(source: OwnSource): void {
    const muted = !this.localMedia.getSnapshot()[source].on;
    if (this.told.get(source) === muted) return;
    this.told.set(source, muted);
    const { sessionId } = this;
    this.signaling.request("track_muted", { sessionId, source, muted }).catch(() => {
      // It is said again as soon as the socket is back.
      this.told.delete(source);
    });
  }
}
