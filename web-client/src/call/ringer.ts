import type { PersonalCall } from "../protocol/calls";
import type { ConsultationMode } from "../protocol/consultation";
import type { Signaling } from "../protocol/signaling";
import { Observable } from "./observable";

/** A call that rings. */
export interface Ring {
  callId: string;
  direction: "incoming" | "outgoing";
  /** The other one. */
  name: string;
  mode: ConsultationMode;
}

/** Why a call that one made came to nothing. */
export type Refusal = "rejected" | "busy" | "missed";

export interface RingerSnapshot {
  /** What rings now. */
  ring: Ring | null;
  /** The consultation to go to: the other answered. */
  answered: string | null;
  /** What became of the last call that one made. */
  refusal: { name: string; reason: Refusal } | null;
}

/** Calls from person to person before they are answered: at most one rings at a time. */
export class Ringer extends Observable<RingerSnapshot> {
  constructor() {
    super({ ring: null, answered: null, refusal: null });
  }

  /** One has called somebody. */
  called({ id, status, mode, other, consultation }: PersonalCall): void {
    const ring: Ring = { callId: id, direction: "outgoing", name: other.name, mode };
    this.update({ ring, refusal: null });
    if (status === "busy") this.refused(id, "busy");
    // They were calling at the same moment.
    if (status === "accepted" && consultation) this.update({ ring: null, answered: consultation.id });
  }

  /** What rang is answered or given up here. */
  stop(): void {
    this.update({ ring: null });
  }

  /** Hears the server, for as long as that connection lives. */
  readonly listen = (signaling: Signaling): void => {
    signaling.on("call_ringing", ({ callId, from, mode }) => {
      this.update({ ring: { callId, direction: "incoming", name: from.name, mode } });
    });
    signaling.on("call_accepted", ({ callId, sessionId }) => {
      const { ring } = this.getSnapshot();
      if (ring?.callId !== callId) return;
      // An incoming one was answered by another device.
      this.update({ ring: null, answered: ring.direction === "outgoing" ? sessionId : null });
    });
    for (const reason of ["rejected", "busy", "missed"] as const)
      signaling.on(`call_${reason}`, ({ callId }) => this.refused(callId, reason));
    signaling.on("call_hangup", ({ callId }) => {
      if (this.getSnapshot().ring?.callId === callId) this.stop();
    });
  };

  private refused(callId: string, reason: Refusal): void {
    const { ring } = this.getSnapshot();
    if (ring?.callId !== callId) return;
    const refusal = ring.direction === "outgoing" ? { name: ring.name, reason } : null;
    this.update({ ring: null, refusal });
  }
}
