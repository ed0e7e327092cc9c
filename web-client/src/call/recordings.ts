import type { RecordingView } from "../protocol/recordings";
import type { Signaling } from "../protocol/signaling";
import { Observable } from "./observable";

export interface RecordingsSnapshot {
  /** The one that is asked for or goes on. */
  current: RecordingView | null;
  /** How the last one was over, while there is no other. */
  over: "refused" | "ended" | "failed" | null;
}

/** Whether the call is recorded, as the server tells it. */
export class Recordings extends Observable<RecordingsSnapshot> {
  private readonly access: { token: string };

  constructor(signaling: Signaling, access: { token: string }) {
    super({ current: null, over: null });
    this.access = access;
    signaling.on("room_state", ({ recording }) => {
      const { current, over } = this.getSnapshot();
      const next = recording ?? null;
      // What ended while the socket was away ended all the same.
      this.update({ current: next, over: current && !next ? "ended" : next ? null : over });
    });
    signaling.on("recording_updated", ({ recording }) => {
      const { state } = recording;
      if (state === "asked" || state === "recording") this.update({ current: recording, over: null });
      else this.update({ current: null, over: state });
    });
  }

  /** What one answers and stops with. */
  get token(): string {
    return this.access.token;
  }
}
