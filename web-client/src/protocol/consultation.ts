import type { InvitationRole } from "./invitations";
import type { LobbyState } from "./lobby";
import type { Schema } from "./operation";

export type ConsultationMode = Schema<"Mode">;
export type ConsultationStatus = Schema<"Status">;
export type Role = Schema<"ParticipantRole">;

/** One visit, as its doctor sees it. Times are RFC 3339 in UTC. */
export type Consultation = Schema<"Consultation">;

/** A place in a room: the participant token, and what the call page shows before the socket answers. */
export type JoinAnswer = Omit<Schema<"JoinAnswer">, "ice_servers" | "kind" | "lobby"> & {
  ice_servers: RTCIceServer[];
  /** As what a guest was invited. */
  kind: InvitationRole | null;
  lobby: LobbyState;
};

/** Whoever has just ended a consultation, by what their account is for; unknown where the server is older. */
export interface EndedBy {
  role: "admin" | "doctor" | "patient";
  displayName: string;
}
