import type { CallEvents } from "./calling";
import type { Caption, NewCaption } from "./captions";
import type { ConsultationMode, ConsultationStatus, EndedBy, Role } from "./consultation";
import type { Join, JoinProgress } from "./joining";
import type { Denial, DeviceStates, LobbyMessage, LobbyState } from "./lobby";
import type { MessageClientEvents, MessageServerEvents } from "./messageEvents";
import type { RecordingView } from "./recordings";

export type TrackSource = "microphone" | "camera" | "screen";
export type TrackKind = "audio" | "video";

export interface TrackInfo {
  trackId: string;
  source: TrackSource;
  kind: TrackKind;
  muted: boolean;
}

export interface ParticipantInfo {
  participantId: string;
  displayName: string;
  role: Role;
  /** False while their connection is lost and their place is kept. */
  connected: boolean;
  tracks: TrackInfo[];
  /** RFC 3339 in UTC, since when their hand is up; null while it is down. */
  handSince: string | null;
  connection: Connection;
  /** How far they have come; null where that is none of one's business. */
  join: Join | null;
}

export type Quality = "good" | "fair" | "poor" | "lost";
export type QualityReason = "narrow_downlink" | "uplink_loss" | "downlink_loss" | "delay" | "silence";
export type VideoStep = "full" | "smaller" | "slower" | "paused" | "audio_only";

/** How well media goes to and from somebody. */
export interface Connection {
  /** Null while nothing is known. */
  quality: Quality | null;
  /** The first cause where it is less than good. */
  reason: QualityReason | null;
  /** How far the pictures that they receive are stepped down. */
  video: VideoStep;
}

/** A picture that a page shows. */
export interface PictureInterest {
  participantId: string;
  source: Extract<TrackSource, "camera" | "screen">;
  /** In physical pixels; 0 for hidden. */
  height: number;
  /** Comes before all others. */
  pinned?: boolean;
}

/** How many simulcast encodings of a line anybody takes, counted from the smallest. */
export interface LayersWanted {
  mid: string;
  layers: number;
}

/** A receiving m-line and what the server routes into it at present. */
export interface Seat {
  mid: string;
  kind: TrackKind;
  participantId: string | null;
  trackId: string | null;
  source: TrackSource | null;
}

export interface ConsultationSummary {
  id: string;
  status: ConsultationStatus;
  mode: ConsultationMode;
  title: string | null;
  /** All but the doctor wait to be let in. */
  waitingRoom: boolean;
  endedBy?: EndedBy | null;
}

interface OfRoom {
  sessionId: string;
}
interface OfParticipant extends OfRoom {
  participantId: string;
}

/** Events the server sends, with their data. */
export interface ServerEvents extends CallEvents, MessageServerEvents {
  room_state: OfParticipant & {
    roomId: string;
    participants: ParticipantInfo[];
    seats: Seat[];
    /** Whether the server still has this participant's PeerConnection. */
    hasMedia: boolean;
    layersWanted: LayersWanted[];
    /** Who speaks, loudest first. */
    activeSpeakers: string[];
    lobby: { state: LobbyState; since?: string; message?: LobbyMessage };
    consultation: ConsultationSummary | null;
    /** Absent where the server is older. */
    recording?: RecordingView | null;
  };
  webrtc_answer: OfRoom & { answer: { type: "answer"; sdp: string } };
  seats: OfRoom & { seats: Seat[] };
  participant_joined: OfParticipant & { displayName: string; role: Role; connected: boolean };
  participant_left: OfParticipant & { reason: "left" | "timeout" | "ended" | "put_back" | "removed" };
  participant_updated: OfParticipant & { connected: boolean };
  track_published: OfParticipant & TrackInfo;
  track_unpublished: OfParticipant & { trackId: string };
  track_muted: OfParticipant & { source: TrackSource; muted: boolean };
  /** The doctor asks for silence. */
  track_mute_requested: OfParticipant & { source: TrackSource };
  hand_raised: OfParticipant & { raised: boolean; since: string | null };
  recording_updated: OfRoom & { recording: RecordingView };
  caption: OfRoom & Caption;
  active_speakers: OfRoom & { participantIds: string[] };
  layers_wanted: OfRoom & LayersWanted;
  connection_quality: OfParticipant & Connection;
  join_diagnosis: OfParticipant & Join;
  /** To the consultation's doctor: somebody's network test has a result. */
  network_tested: OfParticipant;
  /** To the doctor, and to somebody who is put back: somebody waits. */
  lobby_waiting: OfParticipant & { since: string };
  lobby_admitted: OfParticipant;
  lobby_denied: OfParticipant & Denial;
  lobby_left: OfParticipant;
  lobby_message: OfRoom & LobbyMessage;
  connection_state: OfRoom & { state: "connected" | "closed"; cause?: string | null };
  consultation_updated: ConsultationSummary;
  webrtc_session_created: OfRoom;
  token_renewed: { token: string; expiresAt: string; iceServers: RTCIceServer[] };
}

/** Events the client sends; each is acknowledged. */
export interface ClientEvents extends MessageClientEvents {
  webrtc_offer: OfRoom & {
    offer: { type: "offer"; sdp: string };
    tracks: { mid: string; source: TrackSource }[];
  };
  track_muted: OfRoom & { source: TrackSource; muted: boolean };
  set_interest: OfRoom & { pictures: PictureInterest[] };
  join_progress: OfRoom & { stage: JoinProgress };
  lobby_report: OfRoom & { devices: DeviceStates };
  /** One's own hand, or that of another which the doctor lowers. */
  raise_hand: OfRoom & { raised: boolean; participantId?: string };
  caption: OfRoom & NewCaption;
  leave: OfRoom;
}
