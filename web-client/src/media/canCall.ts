/** Whether this browser has what a call is made of; a page without https is another matter, and told as such. */
export function canCall(): boolean {
  const asks = !isSecureContext || typeof navigator.mediaDevices?.getUserMedia === "function";
  return asks && typeof RTCPeerConnection === "function";
}
