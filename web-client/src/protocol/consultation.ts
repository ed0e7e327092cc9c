import type { InvitationRole } from "./invitations";
import type { LobbyState } from "./lobby";

export type ConsultationMode = "video" | "audio";
export type ConsultationStatus = "pending" | "active" | "ended" | "cancelled";
export type Role = "doctor" | "patient" | "guest";

/** One visit, as its doctor sees it. Times are RFC 3339 in UTC. */
export interface Consultation {
  id: string;
  status: ConsultationStatus;
  mode: ConsultationMode;
  title: string | null;
  /** Absent once the consultation is over, like `link` and `share_token`. */
  code?: string | null;
  link?: string | null;
  share_token?: string | null;
  room_id: string;
  doctor: { id: string; name: string };
  patient_id: string | null;
  starts_at: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  /** How many people are in the room now. */
  participants: number;
  /** Whether all but the doctor wait until they are let in. */
  waiting_room: boolean;
}

/** A place in a room: the participant token, and what the call page shows before the socket answers. */
export interface JoinAnswer {
  token: string;
  expires_at: string;
  room_id: string;
  participant_id: string;
  ice_servers: RTCIceServer[];
  consultation: {
    id: string;
    mode: ConsultationMode;
    title: string | null;
    status: ConsultationStatus;
    doctor_name: string;
  };
  role: Role;
  /** As what a guest was invited. */
  kind: InvitationRole | null;
  display_name: string;
  lobby: LobbyState;
}
