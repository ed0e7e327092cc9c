// A client of a chat with calls between its members: `peer-signal`, one PeerConnection, a call starts with sound alone.

import { resolve } from "node:path";
import type { Page } from "@playwright/test";

const SOCKET_IO = resolve(import.meta.dirname, "../node_modules/socket.io-client/dist/socket.io.min.js");

const SCRIPT = `
const roomName = "salon";
let socket, connection, other, pseudo, rings, own;
const heard = [];
const remote = new MediaStream();
async function enter(token, name) {
  pseudo = name;
  const element = document.body.appendChild(document.createElement("video"));
  element.autoplay = true;
  element.srcObject = remote;
  own = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  socket = io({ auth: { token: "Bearer " + token }, transports: ["websocket"] });
  socket.on("peer-signal", (message) => void receive(message));
  await new Promise((done) => socket.on("service_ready", done));
}
const say = async (signal) => {
  const answer = await socket.timeout(10000).emitWithAck("peer-signal", { id: other, roomName, pseudo, signal });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
};
function connect() {
  connection = new RTCPeerConnection({ iceServers: [] });
  connection.ontrack = ({ track }) => remote.addTrack(track);
  connection.onicecandidate = ({ candidate }) => candidate &&
    say({ candidate: candidate.candidate, sdpMid: candidate.sdpMid, sdpMLineIndex: candidate.sdpMLineIndex });
  connection.addTrack(own.getAudioTracks()[0], own);
}
const offer = async () => {
  await connection.setLocalDescription();
  await say({ type: "offer", sdp: connection.localDescription.sdp });
};
async function call(id) {
  other = id;
  connect();
  await offer();
}
async function addVideo() {
  connection.addTrack(own.getVideoTracks()[0], own);
  await offer();
}
async function accept() {
  connect();
  await answer(rings);
}
async function answer(sdp) {
  await connection.setRemoteDescription({ type: "offer", sdp });
  await connection.setLocalDescription();
  await say({ type: "answer", sdp: connection.localDescription.sdp });
}
async function receive({ id, signal }) {
  heard.push(signal.type);
  other = id;
  if (signal.type === "answer") await connection.setRemoteDescription(signal);
  else if (signal.type === "offer" && connection) await answer(signal.sdp);
  else if (signal.type === "offer") rings = signal.sdp;
  else { connection?.close(); connection = undefined; }
}
const refuse = (type) => say({ type });
`;

/** Comes into the chat from a page of the server's own origin. */
export async function enterChat(page: Page, token: string, name: string): Promise<void> {
  await page.goto("/health");
  await page.addScriptTag({ path: SOCKET_IO });
  await page.addScriptTag({ content: SCRIPT });
  await page.evaluate(`enter(${JSON.stringify(token)}, ${JSON.stringify(name)})`);
}

/** What the other one, or the server in their name, has signalled so far. */
export function heard(page: Page): Promise<string[]> {
  return page.evaluate("heard");
}
