import type { OwnSource } from "../media/mediaHandler";
import type { EndedBy, JoinAnswer } from "../protocol/consultation";
import type { Entry } from "../protocol/joinAsGuest";
import type { Denial } from "../protocol/lobby";
import type { Access } from "./accessRenewal";
import type { EndReason } from "./callSnapshot";

/** Milliseconds during which somebody who left by mistake is offered the way back. */
export const comeBackWithin = 90_000;

/** A person's place in one consultation, as this browser tab remembers it. */
export interface Place {
  join: JoinAnswer;
  /** What a guest came in by; null for somebody signed in. */
  entry: Entry | null;
  /** What was on, so that a reload unmutes nobody. */
  on: Record<OwnSource, boolean>;
  /** How the call ended here, and when in milliseconds since the epoch; null while it goes on. */
  end: {
    reason: Exclude<EndReason, "refused">;
    at: number;
    denial?: Denial | null;
    by?: EndedBy | null;
  } | null;
}

const prefix = "vestibule.place.";

/** Places by consultation, kept over a reload and gone with the tab. */
export class Places {
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  find(sessionId: string): Place | null {
    const text = this.storage.getItem(prefix + sessionId);
    try {
      return text ? (JSON.parse(text) as Place) : null;
    } catch {
      return null;
    }
  }

  keep(place: Place): void {
    this.storage.setItem(prefix + place.join.consultation.id, JSON.stringify(place));
  }

  change(sessionId: string, change: Partial<Place>): void {
    const place = this.find(sessionId);
    if (place) this.keep({ ...place, ...change });
  }

  renewAccess(sessionId: string, { token, iceServers }: Access): void {
    const place = this.find(sessionId);
    if (place) this.keep({ ...place, join: { ...place.join, token, ice_servers: iceServers } });
  }

  forget(sessionId: string): void {
    this.storage.removeItem(prefix + sessionId);
  }
}
