import type { NetworkPath } from "../protocol/networkTest";

/** A candidate line of SDP (RFC 8839 section 5.1): transport and port are what is read. */
const candidateLine = /^a=candidate:\S+ \d+ (\S+) \d+ \S+ (\d+) .*\r?\n/gim;

/**
 * An answer with the server's candidates of one path alone, so that no other is taken instead.
 * @returns the port of the first of them, null where there are none
 */
export function narrowed(answer: string, path: NetworkPath): { sdp: string; port: number | null } {
  // The relay reaches the server's media by UDP.
  const wanted = path === "tcp" ? "tcp" : "udp";
  let port: number | null = null;
  const sdp = answer.replace(candidateLine, (line: string, transport: string, itsPort: string) => {
    if (transport.toLowerCase() !== wanted) return "";
    port ??= Number(itsPort);
    return line;
  });
  return { sdp, port };
}

/** The port that relays are reached at, null where there is none (RFC 7065 section 3.1 has the default). */
export function relayPort(relays: readonly RTCIceServer[]): number | null {
  const url = relays.flatMap(({ urls }) => urls)[0];
  if (url === undefined) return null;
  return Number(/:(\d+)(?:\?|$)/.exec(url)?.[1] ?? 5349);
}

/** The relays that are reached through TLS (RFC 7065), those alone. */
export function relaysThroughTls(iceServers: readonly RTCIceServer[]): RTCIceServer[] {
  return iceServers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => url.startsWith("turns:"));
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}
