import type { Call } from "../../call/call";
import type { CallKit } from "../session/callKit";
import type { Session } from "../session/session";

/** Where somebody comes in. */
export interface Door extends Pick<Session, "api" | "places"> {
  signedIn: boolean;
  sessionId: string;
}

/** A reload shows the right side of the door at once. */
export function rememberLobby(call: Call, { places, sessionId }: Door): void {
  const { state } = call.getSnapshot().lobby;
  const place = places.find(sessionId);
  if (place && place.join.lobby !== state)
    places.change(sessionId, { join: { ...place.join, lobby: state } });
}

export function rememberEnd(call: Call, { places, sessionId }: Door): void {
  const { end, lobby } = call.getSnapshot();
  if (!end) return;
  const { reason, at, by } = end;
  if (reason === "refused") places.forget(sessionId);
  else places.change(sessionId, { end: { reason, at, by, denial: lobby.denial } });
}

export function rememberDevices(call: Call, { localMedia }: CallKit, { places, sessionId }: Door): void {
  const { microphone, camera } = localMedia.getSnapshot();
  const settled = call.getSnapshot().end === null && !microphone.asking && !camera.asking;
  if (settled) places.change(sessionId, { on: { microphone: microphone.on, camera: camera.on } });
}
