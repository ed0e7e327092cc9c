import type { Schema } from "./operation";

/** Before the door of the room, or past it. */
export type LobbyState = "waiting" | "accepted";

export type DeviceState = Schema<"DeviceState">;

/** What somebody who waits found out about their own devices. */
export type DeviceStates = Schema<"Devices">;

/** The doctor's word to those who wait. `at` is RFC 3339 in UTC. */
export interface LobbyMessage {
  message: string;
  at: string;
}

/** Why somebody is not let in. */
export const denyReasons = [
  "come_later",
  "cannot_now",
  "wrong_visit",
  "other",
] as const satisfies DenyReason[];
export type DenyReason = Schema<"DenyReason">;

export interface Denial {
  reason: DenyReason;
  /** In the doctor's own words. */
  message: string | null;
}

/** Somebody who waits, as the doctor sees them. */
export type Waiter = Schema<"Waiter">;

/** A consultation before whose door somebody waits. */
export type LobbyItem = Schema<"Queued">;
