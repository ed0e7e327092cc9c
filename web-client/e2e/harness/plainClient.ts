// An older system's client: one PeerConnection with one sendrecv audio and one sendrecv video line, Socket.IO, no seats.

import { resolve } from "node:path";
import type { Page } from "@playwright/test";

const SOCKET_IO = resolve(import.meta.dirname, "../node_modules/socket.io-client/dist/socket.io.min.js");

const SCRIPT = `
const events = [];
let connection, socket;
async function call(auth, sessionId) {
  socket = io({ auth, transports: ["websocket", "polling"], timeout: 20000, reconnectionAttempts: 5 });
  socket.onAny((name) => events.push(name));
  await new Promise((done, fail) => { socket.on("connection_established", done); socket.on("connect_error", fail); });
  connection = new RTCPeerConnection({ iceServers: [] });
  const remote = new MediaStream();
  const element = document.body.appendChild(document.createElement("video"));
  element.autoplay = true;
  element.srcObject = remote;
  connection.ontrack = ({ track }) => remote.addTrack(track);
  connection.onicecandidate = ({ candidate }) =>
    candidate && socket.emit("webrtc_ice_candidates", { sessionId, candidates: [candidate], fromUserId: auth.userId, toUserId: "" });
  const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  for (const track of own.getTracks()) connection.addTrack(track, own);
  const answered = new Promise((done) => socket.on("webrtc_answer", done));
  await connection.setLocalDescription();
  const { type, sdp } = connection.localDescription;
  const accepted = await socket.timeout(10000).emitWithAck("webrtc_offer",
    { sessionId, offer: { type, sdp }, fromUserId: auth.userId, toUserId: "" });
  if (!accepted.ok) throw new Error(JSON.stringify(accepted));
  const { answer, fromUserId } = await answered;
  if (fromUserId !== "sfu") throw new Error("the answer comes from " + fromUserId);
  await connection.setRemoteDescription(answer);
  await new Promise((done, fail) => {
    setTimeout(() => fail(new Error("not connected: " + connection.connectionState)), 15000);
    const look = () => connection.connectionState === "connected" && done();
    connection.onconnectionstatechange = look;
    look();
  });
}
`;

export interface PlainAuth {
  token: string;
  userType: "patient" | "medecin";
  userId: string;
  role: "patient" | "medecin";
}

/** Calls from a page of the server's own origin. */
export async function callPlainly(page: Page, auth: PlainAuth, sessionId: string): Promise<void> {
  await page.goto("/health");
  await page.addScriptTag({ path: SOCKET_IO });
  await page.addScriptTag({ content: SCRIPT });
  await page.evaluate(
    ([auth, sessionId]) =>
      (window as unknown as { call(a: unknown, s: string): Promise<void> }).call(auth, sessionId),
    [auth, sessionId] as const,
  );
}
