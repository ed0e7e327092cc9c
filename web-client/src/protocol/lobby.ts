import type { Consultation, Role } from "./consultation";

/** Before the door of the room, or past it. */
export type LobbyState = "waiting" | "accepted";

export type DeviceState = "works" | "missing" | "blocked" | "busy" | "off";

/** What somebody who waits found out about their own devices. */
export interface DeviceStates {
  camera: DeviceState;
  microphone: DeviceState;
}

/** The doctor's word to those who wait. `at` is RFC 3339 in UTC. */
export interface LobbyMessage {
  message: string;
  at: string;
}

/** Why somebody is not let in. */
export const denyReasons = ["come_later", "cannot_now", "wrong_visit", "other"] as const;
export type DenyReason = (typeof denyReasons)[number];

export interface Denial {
  reason: DenyReason;
  /** In the doctor's own words. */
  message: string | null;
}

/** Somebody who waits, as the doctor sees them. */
export interface Waiter {
  participant_id: string;
  display_name: string;
  role: Role;
  /** RFC 3339 in UTC. */
  since: string;
  /** False while their connection is lost and their turn is kept. */
  connected: boolean;
  /** Null before they tried them. */
  devices: DeviceStates | null;
}

/** A consultation before whose door somebody waits. */
export interface LobbyItem {
  consultation: Consultation;
  /** In order of arrival. */
  waiting: Waiter[];
}
