// A network that lets some of the server's candidates not be reached.

/** Runs in the page before its own scripts: of the server's candidates those by `udp`, or `all`, are not seen. */
export function loseServersCandidates(lost: string): void {
  const accept: (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void> =
    RTCPeerConnection.prototype.setRemoteDescription;
  const candidates =
    lost === "udp" ? /^a=candidate:\S+ \d+ udp .*\r\n/gim : /^a=(candidate:.*|end-of-candidates)\r\n/gim;
  RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
    const sdp = description.sdp?.replace(candidates, "") ?? "";
    return accept.call(this, { type: description.type, sdp });
  };
}
