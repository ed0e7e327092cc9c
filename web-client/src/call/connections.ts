import type { Connection, ParticipantInfo } from "../protocol/events";

/** Milliseconds a state lasts before it shows. */
const patience = 5_000;

export const unknownConnection: Connection = { quality: null, reason: null, video: "full" };

interface Pending {
  connection: Connection;
  timer: ReturnType<typeof setTimeout>;
}

/** How well everybody is connected, without the flicker: a state shows once it has lasted. */
export class Connections {
  private readonly shown = new Map<string, Connection>();
  private readonly pending = new Map<string, Pending>();
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  of(participantId: string): Connection {
    return this.shown.get(participantId) ?? unknownConnection;
  }

  /** The whole room, after each connect. */
  begin(participants: readonly ParticipantInfo[]): void {
    this.close();
    this.shown.clear();
    for (const { participantId, connection } of participants) this.shown.set(participantId, connection);
  }

  hear(participantId: string, connection: Connection): void {
    const shown = this.of(participantId);
    const pending = this.pending.get(participantId);
    // Where nothing was known, or nothing is known any more, there is nothing to keep steady.
    const settled = shown.quality === null || connection.quality === null || same(shown, connection);
    if (!settled && pending?.connection.quality === connection.quality) {
      pending.connection = connection;
      return;
    }
    clearTimeout(pending?.timer);
    this.pending.delete(participantId);
    if (settled) {
      this.show(participantId, connection);
      return;
    }
    const timer = setTimeout(() => {
      const lasted = this.pending.get(participantId)?.connection ?? connection;
      this.pending.delete(participantId);
      this.show(participantId, lasted);
    }, patience);
    this.pending.set(participantId, { connection, timer });
  }

  close(): void {
    for (const { timer } of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
  }

  private show(participantId: string, connection: Connection): void {
    if (same(this.of(participantId), connection)) return;
    this.shown.set(participantId, connection);
    this.onChange();
  }
}

function same(one: Connection, other: Connection): boolean {
  return one.quality === other.quality && one.reason === other.reason && one.video === other.video;
}
