import { ApiError, type ProblemCode } from "../../protocol/apiError";
import type { ClientEvents, ServerEvents } from "../../protocol/events";
import type { Signaling, SignalingState } from "../../protocol/signaling";

interface Sent {
  event: keyof ClientEvents;
  data: ClientEvents[keyof ClientEvents];
}

/** A server in the hands of a test: it answers offers and lets the test send any event. */
export class FakeSignaling implements Signaling {
  readonly sent: Sent[] = [];
  connects = 0;
  closed = false;
  connected = false;
  /** The code by which the next offers are refused. */
  refuseOffers: ProblemCode | null = null;
  private readonly listeners = new Map<string, ((data: never) => void)[]>();
  private tellState: (state: SignalingState) => void = () => undefined;

  connect(): void {
    this.connects += 1;
  }

  close(): void {
    this.closed = true;
    this.connected = false;
  }

  onState(listener: (state: SignalingState) => void): void {
    this.tellState = listener;
  }

  on<Event extends keyof ServerEvents>(event: Event, listener: (data: ServerEvents[Event]) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  async request<Event extends keyof ClientEvents>(event: Event, data: ClientEvents[Event]): Promise<unknown> {
    if (!this.connected) throw new ApiError("unreachable");
    this.sent.push({ event, data });
    if (event === "webrtc_offer") {
      if (this.refuseOffers) throw new ApiError(this.refuseOffers);
      const { sessionId, offer } = data as ClientEvents["webrtc_offer"];
      this.emit("webrtc_answer", { sessionId, answer: { type: "answer", sdp: `answer to ${offer.sdp}` } });
    }
    return { ok: true };
  }

  emit<Event extends keyof ServerEvents>(event: Event, data: ServerEvents[Event]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(data as never);
  }

  state(state: SignalingState): void {
    this.connected = state.name === "connected";
    this.tellState(state);
  }

  dataOf<Event extends keyof ClientEvents>(event: Event): ClientEvents[Event][] {
    return this.sent.filter((sent) => sent.event === event).map((sent) => sent.data as ClientEvents[Event]);
  }
}
