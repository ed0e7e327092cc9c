import { ApiError } from "../protocol/apiError";
import type { ClientEvents, ServerEvents } from "../protocol/events";
import type { Signaling, SignalingState } from "../protocol/signaling";

type Listener = (data: never) => void;

/** One real-time connection for all parts of a page that listen; it closes with the last of them. */
export class SharedSignaling {
  private readonly create: () => Signaling;
  private readonly parts = new Set<Part>();
  private readonly heard = new Set<keyof ServerEvents>();
  private line: Signaling | null = null;
  private connected = false;

  constructor(create: () => Signaling) {
    this.create = create;
  }

  /** A part's own end of the connection. */
  open(): Signaling {
    return new Part(this);
  }

  join(part: Part): void {
    const known = this.parts.has(part);
    this.parts.add(part);
    const line = this.line ?? this.begin();
    for (const event of part.events()) this.hear(event);
    line.connect();
    // Whoever comes late is told what the others know.
    if (!known && this.connected) part.stateIs({ name: "connected" });
  }

  leave(part: Part): void {
    if (!this.parts.delete(part) || this.parts.size > 0) return;
    this.line?.close();
    this.line = null;
    this.connected = false;
    this.heard.clear();
  }

  /** From now on this event reaches all parts that listen for it. */
  hear(event: keyof ServerEvents): void {
    if (!this.line || this.heard.has(event)) return;
    this.heard.add(event);
    this.line.on(event, (data) => {
      for (const part of this.parts) part.tell(event, data);
    });
  }

  async request<Event extends keyof ClientEvents>(event: Event, data: ClientEvents[Event]): Promise<unknown> {
    if (!this.line) throw new ApiError("unreachable");
    return this.line.request(event, data);
  }

  private begin(): Signaling {
    const line = this.create();
    this.line = line;
    line.onState((state) => {
      this.connected = state.name === "connected";
      for (const part of this.parts) part.stateIs(state);
    });
    return line;
  }
}

/** What one part of the page sees of the connection. */
class Part implements Signaling {
  private readonly shared: SharedSignaling;
  private readonly listeners = new Map<keyof ServerEvents, Listener[]>();
  private readonly stateListeners: ((state: SignalingState) => void)[] = [];

  constructor(shared: SharedSignaling) {
    this.shared = shared;
  }

  connect(): void {
    this.shared.join(this);
  }

  close(): void {
    this.shared.leave(this);
  }

  onState(listener: (state: SignalingState) => void): void {
    this.stateListeners.push(listener);
  }

  on<Event extends keyof ServerEvents>(event: Event, listener: (data: ServerEvents[Event]) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    this.shared.hear(event);
  }

  request<Event extends keyof ClientEvents>(event: Event, data: ClientEvents[Event]): Promise<unknown> {
    return this.shared.request(event, data);
  }

  events(): Iterable<keyof ServerEvents> {
    return this.listeners.keys();
  }

  tell(event: keyof ServerEvents, data: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(data as never);
  }

  stateIs(state: SignalingState): void {
    for (const listener of this.stateListeners) listener(state);
  }
}
