import type { MediaState } from "./mediaHandler";

/** ICE tells of a lost path first, DTLS failures show in the connection state alone. */
export function stateOf({ iceConnectionState: ice, connectionState }: RTCPeerConnection): MediaState {
  if (connectionState === "failed" || ice === "failed") return "failed";
  if (connectionState === "closed") return "closed";
  if (ice === "disconnected") return "disconnected";
  if (connectionState === "connected" && (ice === "connected" || ice === "completed")) return "connected";
  return ice === "new" ? "new" : "checking";
}
