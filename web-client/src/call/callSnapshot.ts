import type { ProblemCode } from "../protocol/apiError";
import type { ConsultationMode, JoinAnswer, Role } from "../protocol/consultation";
import type { Tile } from "./tiles";

export type CallPhase = "idle" | "connecting" | "connected" | "reconnecting" | "ended";

/** Why a call is over: the person left, the consultation ended for all, another tab took over, or the place was refused. */
export type EndReason = "left" | "consultation-ended" | "replaced" | "refused";

export interface CallSnapshot {
  phase: CallPhase;
  end: { reason: EndReason; code: ProblemCode | null; at: number } | null;
  /** Milliseconds since the epoch at which media first flowed. */
  connectedAt: number | null;
  mode: ConsultationMode;
  title: string | null;
  doctorName: string;
  self: { participantId: string; displayName: string; role: Role };
  /** Everybody else. */
  tiles: Tile[];
  /** Who of them has the word. */
  mainSpeaker: string | null;
  /** The socket is away; media may live on. */
  signalingLost: boolean;
  /** Own camera off and remote pictures hidden, by the person's choice. */
  audioOnly: boolean;
  /** The server can be reached, yet media does not connect. */
  mediaBlocked: boolean;
  /** Why the server would not take the last offer. */
  mediaProblem: ProblemCode | null;
}

export function initialSnapshot(join: JoinAnswer): CallSnapshot {
  const { consultation } = join;
  return {
    phase: "idle",
    end: null,
    connectedAt: null,
    mode: consultation.mode,
    title: consultation.title,
    doctorName: consultation.doctor_name,
    self: { participantId: join.participant_id, displayName: join.display_name, role: join.role },
    tiles: [],
    mainSpeaker: null,
    signalingLost: false,
    audioOnly: false,
    mediaBlocked: false,
    mediaProblem: null,
  };
}

export function phaseOf(media: "connecting" | "connected" | "lost"): CallPhase {
  return media === "lost" ? "reconnecting" : media;
}
