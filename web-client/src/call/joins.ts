import { serverPort } from "../media/serverPort";
import type { Join } from "../protocol/joining";
import type { Signaling } from "../protocol/signaling";

/** How far oneself and, for a doctor, the others have come in joining; the server tells nobody else. */
export class Joins {
  /** The server's port for media, once it has said so. */
  serverPort: number | null = null;
  private readonly known = new Map<string, Join>();
  private selfId = "";

  constructor(signaling: Signaling, onChange: () => void) {
    signaling.on("room_state", ({ participantId: selfId, participants }) => {
      this.selfId = selfId;
      this.known.clear();
      for (const { participantId, join } of participants) if (join) this.known.set(participantId, join);
    });
    signaling.on("join_diagnosis", ({ participantId, stage, path, advice }) => {
      this.known.set(participantId, { stage, path, advice });
      onChange();
    });
    // Who comes again begins anew.
    signaling.on("participant_left", ({ participantId }) => this.known.delete(participantId));
    signaling.on("webrtc_answer", ({ answer }) => {
      this.serverPort = serverPort(answer.sdp) ?? this.serverPort;
    });
  }

  get own(): Join | null {
    return this.of(this.selfId);
  }

  of(participantId: string): Join | null {
    return this.known.get(participantId) ?? null;
  }
}
