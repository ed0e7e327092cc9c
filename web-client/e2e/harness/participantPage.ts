// The PeerConnection of a participant made by hand, as a script for its page.

export interface Sending {
  /** Largest camera that is asked for. */
  width: number;
  height: number;
  /** Smallest first. */
  encodings: RTCRtpEncodingParameters[];
  /** None but this codec, as `video/VP9`. */
  codec?: string;
  /** The dependency descriptor is offered. */
  descriptor?: boolean;
  microphone?: boolean;
}

export interface Receiving {
  people?: number;
  descriptor?: boolean;
}

/** What it says must hold in Firefox too. */
export const RTC_SCRIPT = `
var connection;
function prefer(transceiver, mime) {
  const { codecs } = RTCRtpReceiver.getCapabilities("video");
  const first = codecs.filter((codec) => codec.mimeType === mime);
  if (first.length === 0) throw new Error("no " + mime);
  // Alone: the answer may have another order.
  const repair = codecs.filter((codec) => codec.mimeType === "video/rtx");
  transceiver.setCodecPreferences([...first, ...repair]);
}
function describe(transceiver) {
  const all = transceiver.getHeaderExtensionsToNegotiate();
  for (const extension of all) if (extension.uri.includes("dependency-descriptor")) extension.direction = "sendrecv";
  transceiver.setHeaderExtensionsToNegotiate(all);
}
async function offer(tracks) {
  await connection.setLocalDescription();
  return { sdp: connection.localDescription.sdp, tracks: tracks.map(([{ mid }, source]) => ({ mid, source })) };
}
async function send({ width, height, encodings, codec, descriptor, microphone }) {
  connection = new RTCPeerConnection();
  const own = await navigator.mediaDevices.getUserMedia({ audio: !!microphone, video: { width, height } });
  const tracks = [];
  for (const track of own.getTracks()) {
    const camera = track.kind === "video";
    const transceiver = connection.addTransceiver(track,
      { direction: "sendonly", streams: [own], sendEncodings: camera ? encodings : [{}] });
    if (camera && codec) prefer(transceiver, codec);
    if (camera && descriptor) describe(transceiver);
    tracks.push([transceiver, camera ? "camera" : "microphone"]);
  }
  return offer(tracks);
}
async function receive({ people = 1, descriptor }) {
  connection = new RTCPeerConnection();
  connection.ontrack = ({ track }) => {
    const element = document.body.appendChild(document.createElement(track.kind));
    element.autoplay = true;
    element.muted = track.kind === "video";
    element.srcObject = new MediaStream([track]);
  };
  for (let person = 0; person < people; person += 1)
    for (const kind of ["audio", "video"]) {
      const transceiver = connection.addTransceiver(kind, { direction: "recvonly" });
      if (kind === "video" && descriptor) describe(transceiver);
    }
  return offer([]);
}
/** Chromium opens its largest sizes when it believes in the way, which a machine at its limit makes it doubt: told at once. */
function believing({ type, sdp }) {
  if (navigator.userAgent.includes("Firefox")) return { type, sdp };
  const codec = /^a=rtpmap:(\\d+) (VP8|VP9|H264|AV1)\\/90000\\r\\n/gm;
  return { type, sdp: sdp.replace(codec, "$&a=fmtp:$1 x-google-start-bitrate=2000\\r\\n") };
}
/** When the page's timer ran, in milliseconds of the wall clock, with the frames that it had sent or decoded by then. */
var ticks = [];
function watchFrames() {
  setInterval(async () => {
    const at = Date.now();
    let frames = 0;
    for (const line of (await connection.getStats()).values())
      if (line.kind === "video") frames += (line.framesSent ?? 0) + (line.framesDecoded ?? 0);
    ticks.push({ at, frames });
  }, 50);
}
async function accept(answer) {
  await connection.setRemoteDescription(believing(answer));
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error("not connected: " + connection.connectionState)), 15000);
    const look = () => connection.connectionState === "connected" && done();
    connection.onconnectionstatechange = look;
    look();
  });
  if (ticks.length === 0) watchFrames();
}
`;
