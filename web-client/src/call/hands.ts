import type { Signaling } from "../protocol/signaling";
import { Observable } from "./observable";

export interface HandsSnapshot {
  /** Those whose hands are up, oneself too, who raised first comes first. */
  raised: readonly string[];
}

/** Who asks for the word, in turn, as the server tells it. */
export class Hands extends Observable<HandsSnapshot> {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private readonly since = new Map<string, string>();

  constructor(signaling: Signaling, sessionId: string) {
    super({ raised: [] });
    this.signaling = signaling;
    this.sessionId = sessionId;
    signaling.on("room_state", ({ participants }) => {
      this.since.clear();
      for (const { participantId, handSince } of participants) this.set(participantId, handSince);
      this.tell();
    });
    signaling.on("hand_raised", ({ participantId, since }) => {
      this.set(participantId, since);
      this.tell();
    });
    signaling.on("participant_left", ({ participantId }) => {
      if (this.since.delete(participantId)) this.tell();
    });
  }

  /** Raises or lowers the own hand; the server's word makes it so. Rejects with an `ApiError`. */
  async raise(raised: boolean): Promise<void> {
    await this.signaling.request("raise_hand", { sessionId: this.sessionId, raised });
  }

  /** The doctor lowers somebody's hand. Rejects with an `ApiError`. */
  async lower(participantId: string): Promise<void> {
    await this.signaling.request("raise_hand", { sessionId: this.sessionId, raised: false, participantId });
  }

  private set(participantId: string, since: string | null | undefined): void {
    if (since) this.since.set(participantId, since);
    else this.since.delete(participantId);
  }

  private tell(): void {
    const turns = [...this.since].sort(([, one], [, other]) => Date.parse(one) - Date.parse(other));
    this.update({ raised: turns.map(([participantId]) => participantId) });
  }
}
