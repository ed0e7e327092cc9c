import { cameFrom } from "../router/cameFrom";
import { useSession } from "../session/session";

/** The page to go to after a call: the one before it, else one's own first. */
export function useWayBack(): string {
  const { user } = useSession();
  const from = cameFrom();
  const first = user?.role === "patient" ? "/patient" : "/webrtc";
  // Somebody who signed in on the way has no business on the front door any more.
  return from === null || from === "/" ? first : from;
}
