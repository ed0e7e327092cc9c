// The PeerConnection of a participant made by hand, as a script for its page.

export interface Sending {
  /** Largest camera that is asked for. */
  width: number;
  height: number;
  /** Smallest first. */
  encodings: RTCRtpEncodingParameters[];
  /** Before all other codecs, as `video/VP9`. */
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
  const rest = codecs.filter((codec) => codec.mimeType !== mime);
  transceiver.setCodecPreferences([...first, ...rest]);
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
async function accept(answer) {
  await connection.setRemoteDescription(answer);
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error("not connected: " + connection.connectionState)), 15000);
    const look = () => connection.connectionState === "connected" && done();
    connection.onconnectionstatechange = look;
    look();
  });
}
`;
