import type { ProblemCode } from "../protocol/apiError";
import type { ConsultationMode, EndedBy, JoinAnswer, Role } from "../protocol/consultation";
import type { Connection } from "../protocol/events";
import type { Join } from "../protocol/joining";
import { unknownConnection } from "./connections";
import { type LobbySnapshot, startOf } from "./lobby";
import type { MediaConnection } from "./mediaConnection";
import type { RoomView } from "./roomView";
import type { Tile } from "./tiles";
import type { VideoChoice } from "./videoChoice";

export type CallPhase = "idle" | "connecting" | "connected" | "reconnecting" | "ended";

/**
 * Why a call is over: the person left, the consultation ended for all, another tab took over,
 * the place was refused, the doctor did not let the person in, or removed them.
 */
export type EndReason = "left" | "consultation-ended" | "replaced" | "refused" | "denied" | "removed";

/** How a call ended, when in milliseconds since the epoch, and by whom where that was told. */
export interface CallEnd {
  reason: EndReason;
  code: ProblemCode | null;
  at: number;
  by: EndedBy | null;
}

export interface CallSnapshot {
  phase: CallPhase;
  end: CallEnd | null;
  /** Milliseconds since the epoch at which media first flowed. */
  connectedAt: number | null;
  mode: ConsultationMode;
  title: string | null;
  /** All but the doctor wait to be let in: there is somewhere to be put back to. */
  waitingRoom: boolean;
  doctorName: string;
  /** Before the door or past it. */
  lobby: LobbySnapshot;
  self: { participantId: string; displayName: string; role: Role };
  /** Everybody else. */
  tiles: Tile[];
  /** Who of them has the word. */
  mainSpeaker: string | null;
  /** The socket is away; media may live on. */
  signalingLost: boolean;
  /** What the person wants of pictures; without any the own camera is off too. */
  videoChoice: VideoChoice;
  /** How well oneself is connected. */
  connection: Connection;
  /** How far oneself has come in joining. */
  join: Join | null;
  /** The server's port for media, once it has said so. */
  serverPort: number | null;
  /** The server can be reached, yet media does not connect. */
  mediaBlocked: boolean;
  /** Why the server would not take the last offer. */
  mediaProblem: ProblemCode | null;
}

export function initialSnapshot(join: JoinAnswer, videoChoice: VideoChoice): CallSnapshot {
  const { consultation } = join;
  return {
    phase: "idle",
    end: null,
    connectedAt: null,
    mode: consultation.mode,
    title: consultation.title,
    waitingRoom: false,
    doctorName: consultation.doctor_name,
    lobby: startOf(join.lobby),
    self: { participantId: join.participant_id, displayName: join.display_name, role: join.role },
    tiles: [],
    mainSpeaker: null,
    signalingLost: false,
    videoChoice,
    connection: unknownConnection,
    join: null,
    serverPort: null,
    mediaBlocked: false,
    mediaProblem: null,
  };
}

/** What follows from the call's parts, which keep the truth. */
export function snapshotOf(
  media: MediaConnection,
  room: RoomView,
  connectedAt: number | null,
): Partial<CallSnapshot> {
  return {
    phase: media.state === "lost" ? "reconnecting" : media.state,
    connectedAt: connectedAt ?? (media.state === "connected" ? Date.now() : null),
    tiles: room.tiles(media.remoteTracks),
    mainSpeaker: room.mainSpeaker,
    connection: room.ownConnection,
    ...room.consultation,
    join: room.joins.own,
    serverPort: room.joins.serverPort,
    mediaBlocked: media.struggling,
    mediaProblem: media.problem,
  };
}
