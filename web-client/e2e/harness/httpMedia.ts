// WHIP (RFC 9725) and WHEP from a web page.

import type { Page } from "@playwright/test";

const SCRIPT = `
let connection, resource;
async function exchange(url, token) {
  await connection.setLocalDescription();
  const response = await fetch(url, { method: "POST", body: connection.localDescription.sdp,
    headers: { "content-type": "application/sdp", authorization: "Bearer " + token } });
  if (response.status !== 201) throw new Error(response.status + " " + (await response.text()));
  resource = { url: response.headers.get("location"), tag: response.headers.get("etag"), token };
  const type = response.headers.get("content-type");
  await connection.setRemoteDescription({ type: "answer", sdp: await response.text() });
  return { ...resource, type };
}
async function publish(url, token) {
  connection = new RTCPeerConnection({ iceServers: [] });
  const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
  for (const track of own.getTracks()) connection.addTransceiver(track, { direction: "sendonly", streams: [own] });
  return exchange(url, token);
}
async function play(url, token, people) {
  connection = new RTCPeerConnection({ iceServers: [] });
  connection.ontrack = ({ track }) => {
    // An element each: a browser renders one audio track of a stream only.
    const element = document.body.appendChild(document.createElement(track.kind));
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
  };
  for (let person = 0; person < people; person += 1)
    for (const kind of ["audio", "video"]) connection.addTransceiver(kind, { direction: "recvonly" });
  return exchange(url, token);
}
async function end(token = resource.token) {
  const response = await fetch(resource.url, { method: "DELETE", headers: { authorization: "Bearer " + token } });
  return response.status;
}
`;

export interface Resource {
  url: string;
  tag: string;
  type: string;
}
interface Scripts {
  publish(url: string, token: string): Promise<Resource>;
  play(url: string, token: string, people: number): Promise<Resource>;
  end(token?: string): Promise<number>;
}

/** Opens a page of the server's own origin that can publish and play. */
export async function openHttpMedia(page: Page): Promise<void> {
  await page.goto("/health");
  await page.addScriptTag({ content: SCRIPT });
}

export function publish(page: Page, room: string, token: string): Promise<Resource> {
  return page.evaluate(([room, token]) => (window as unknown as Scripts).publish(`/whip/${room}`, token), [
    room,
    token,
  ] as const);
}

export function play(page: Page, path: string, token: string, people = 1): Promise<Resource> {
  return page.evaluate(([path, token, people]) => (window as unknown as Scripts).play(path, token, people), [
    path,
    token,
    people,
  ] as const);
}

export function end(page: Page, token?: string): Promise<number> {
  return page.evaluate((token) => (window as unknown as Scripts).end(token), token);
}
