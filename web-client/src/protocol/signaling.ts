import type { ProblemCode } from "./apiError";
import type { ClientEvents, ServerEvents } from "./events";

/** Where the real-time connection stands; `refused` is the server's word on the token and ends the attempts. */
export type SignalingState =
  | { name: "connected" }
  | { name: "disconnected" }
  | { name: "refused"; code: ProblemCode };

/** The real-time connection, so that call logic runs against a fake one in tests. */
export interface Signaling {
  /** Connects, or connects anew after a refusal; the token is asked for at each attempt. */
  connect(): void;
  close(): void;
  onState(listener: (state: SignalingState) => void): void;
  on<Event extends keyof ServerEvents>(event: Event, listener: (data: ServerEvents[Event]) => void): void;
  /** Sends and waits for the acknowledgement; rejects with an `ApiError` when it is refused or late. */
  request<Event extends keyof ClientEvents>(event: Event, data: ClientEvents[Event]): Promise<unknown>;
}
