import type { Signaling } from "../protocol/signaling";

/** Milliseconds a goodbye may take before the socket is closed all the same. */
const timeout = 1_000;

/** Gives the place up; settled when that is said, or cannot be. */
export function sayGoodbye(signaling: Signaling, sessionId: string): Promise<unknown> {
  const said = signaling.request("leave", { sessionId }).catch(() => undefined);
  return Promise.race([said, new Promise((resolve) => setTimeout(resolve, timeout))]);
}
