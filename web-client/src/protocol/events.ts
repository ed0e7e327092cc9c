import type { ConsultationMode, ConsultationStatus, Role } from "./consultation";

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
}

interface OfRoom {
  sessionId: string;
}
interface OfParticipant extends OfRoom {
  participantId: string;
}

/** Events the server sends, with their data. */
export interface ServerEvents {
  room_state: OfParticipant & {
    roomId: string;
    participants: ParticipantInfo[];
    seats: Seat[];
    /** Who speaks, loudest first. */
    activeSpeakers: string[];
    consultation: ConsultationSummary | null;
  };
  webrtc_answer: OfRoom & { answer: { type: "answer"; sdp: string } };
  seats: OfRoom & { seats: Seat[] };
  participant_joined: OfParticipant & { displayName: string; role: Role; connected: boolean };
  participant_left: OfParticipant & { reason: "left" | "timeout" | "ended" };
  participant_updated: OfParticipant & { connected: boolean };
  track_published: OfParticipant & TrackInfo;
  track_unpublished: OfParticipant & { trackId: string };
  track_muted: OfParticipant & { source: TrackSource; muted: boolean };
  active_speakers: OfRoom & { participantIds: string[] };
  connection_state: OfRoom & { state: "connected" | "closed"; cause?: string | null };
  consultation_updated: ConsultationSummary;
  webrtc_session_created: OfRoom;
  token_renewed: { token: string; expiresAt: string };
}

/** Events the client sends; each is acknowledged. */
export interface ClientEvents {
  webrtc_offer: OfRoom & {
    offer: { type: "offer"; sdp: string };
    tracks: { mid: string; source: TrackSource }[];
  };
  track_muted: OfRoom & { source: TrackSource; muted: boolean };
  leave: OfRoom;
}
