import type { Denial, LobbyMessage, LobbyState } from "../protocol/lobby";
import type { Signaling } from "../protocol/signaling";
import type { CallOptions } from "./callOptions";
import { LobbyReport } from "./lobbyReport";

export interface LobbySnapshot {
  state: LobbyState;
  /** RFC 3339 in UTC; null while nothing is known. */
  since: string | null;
  /** The doctor's last word. */
  message: LobbyMessage | null;
  /** Why the doctor did not let the person in. */
  denial: Denial | null;
}

export interface LobbyEvents {
  onChange(lobby: LobbySnapshot): void;
  /** The person is before the door again. */
  onPutBack(): void;
  onDenied(): void;
}

/** The person's own stay before the door of the room, as the server tells it. */
export class Lobby {
  private snapshot: LobbySnapshot;
  private selfId: string;
  private readonly report: LobbyReport;
  private readonly events: LobbyEvents;
  private readonly unsubscribe: () => void;

  constructor(signaling: Signaling, { join, localMedia }: CallOptions, events: LobbyEvents) {
    this.snapshot = startOf(join.lobby);
    this.selfId = join.participant_id;
    this.events = events;
    this.report = new LobbyReport(signaling, join.consultation.id, localMedia);
    this.unsubscribe = localMedia.subscribe(() => this.waiting && this.report.report());
    signaling.on("room_state", ({ participantId, lobby: { state, since = null, message = null } }) => {
      this.selfId = participantId;
      this.change({ state, since, message });
      if (this.waiting) this.report.begin();
    });
    signaling.on("lobby_message", ({ message, at }) => this.change({ message: { message, at } }));
    this.listenForDoctor(signaling);
  }

  get waiting(): boolean {
    return this.snapshot.state === "waiting";
  }

  /** Tells the doctor once more how the devices are. */
  repeat(): void {
    this.report.begin();
  }

  /** Nothing is told after the end. */
  close(): void {
    this.unsubscribe();
  }

  /** A doctor hears of others too: only what names oneself is one's own. */
  private listenForDoctor(signaling: Signaling): void {
    signaling.on("lobby_waiting", ({ participantId, since }) => {
      // Who waits already hears nothing new by it.
      if (participantId !== this.selfId || this.waiting) return;
      this.change({ state: "waiting", since, message: null });
      this.events.onPutBack();
      this.report.begin();
    });
    signaling.on("lobby_denied", ({ participantId, reason, message }) => {
      if (participantId !== this.selfId) return;
      this.change({ denial: { reason, message } });
      this.events.onDenied();
    });
  }

  private change(change: Partial<LobbySnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.events.onChange(this.snapshot);
  }
}

/** What a join answer tells; older places of a tab tell nothing. */
export function startOf(state: LobbyState | undefined): LobbySnapshot {
  return { state: state ?? "accepted", since: null, message: null, denial: null };
}
