import type { CallParty, CallStatus, CallView } from "../protocol/calling";
import type { ConsultationMode } from "../protocol/consultation";
import type { ServerEvents } from "../protocol/events";
import type { Signaling } from "../protocol/signaling";
import { Observable } from "./observable";

/** Somebody calls. */
export interface Incoming {
  callId: string;
  sessionId: string;
  from: CallParty;
  mode: ConsultationMode;
}

/** Somebody is called from this page. */
export interface Outgoing {
  /** Null until the server has taken the call. */
  callId: string | null;
  to: CallParty;
  mode: ConsultationMode;
  /** `ringing`, or how it ended. */
  status: Exclude<CallStatus, "accepted">;
}

export interface PhoneSnapshot {
  incoming: readonly Incoming[];
  outgoing: Outgoing | null;
  /** The consultation of an answered call, which this page goes to. */
  answered: string | null;
  /** Who called in vain, the last one. */
  missed: Incoming["from"] | null;
}

const settled = [
  "call_accepted",
  "call_rejected",
  "call_busy",
  "call_missed",
  "call_hangup",
] as const satisfies readonly (keyof ServerEvents)[];

/** What rings at this page, and whom it rings. The server's word counts: nothing here ends a call by a clock of its own. */
export class Phone extends Observable<PhoneSnapshot> {
  private readonly userId: string;

  constructor(userId: string) {
    super({ incoming: [], outgoing: null, answered: null, missed: null });
    this.userId = userId;
  }

  /** Hears the server, for as long as that connection lives. */
  readonly listen = (signaling: Signaling): void => {
    signaling.onState(({ name }) => {
      // What rings is told anew on a new connection.
      if (name === "connected") this.update({ incoming: [] });
    });
    signaling.on("call_ringing", (call) => this.ring(call));
    for (const event of settled) {
      signaling.on(event, (call) => this.settle(call, event.slice("call_".length) as CallStatus));
    }
  };

  /** This page calls somebody. */
  dial(to: CallParty, mode: ConsultationMode): void {
    this.update({ outgoing: { callId: null, to, mode, status: "ringing" } });
  }

  /** The server has taken the call, or says how it ended at once. */
  dialled({ id, status, consultation_id }: CallView): void {
    const { outgoing } = this.getSnapshot();
    if (!outgoing) return;
    if (status === "accepted") this.update({ outgoing: null, answered: consultation_id });
    else this.update({ outgoing: { ...outgoing, callId: id, status } });
  }

  /** The screen of an outgoing call is closed. */
  putDown(): void {
    this.update({ outgoing: null });
  }

  /** An incoming call was dealt with at this page. */
  dismiss(callId: string): void {
    this.update({ incoming: this.getSnapshot().incoming.filter((call) => call.callId !== callId) });
  }

  /** The page has gone to the consultation of an answered call. */
  arrived(): void {
    this.update({ answered: null });
  }

  /** Whoever called in vain was told. */
  toldMissed(): void {
    this.update({ missed: null });
  }

  private ring(call: Incoming): void {
    const others = this.getSnapshot().incoming.filter(({ callId }) => callId !== call.callId);
    this.update({ incoming: [...others, call] });
  }

  private settle(call: ServerEvents[(typeof settled)[number]], status: CallStatus): void {
    const { incoming, outgoing } = this.getSnapshot();
    const rang = incoming.some(({ callId }) => callId === call.callId);
    this.dismiss(call.callId);
    if (outgoing && outgoing.callId === call.callId) {
      if (status === "accepted") this.update({ outgoing: null, answered: call.sessionId });
      else this.update({ outgoing: { ...outgoing, status } });
      return;
    }
    // Whoever said that they are busy, or rejected, knows.
    const inVain = (rang && (status === "missed" || status === "hangup")) || (!rang && status === "busy");
    if (inVain && call.from.id !== this.userId) this.update({ missed: call.from });
  }
}
