// What a page receives, read from its PeerConnections (W3C webrtc-stats).

import { expect } from "@playwright/test";

declare global {
  interface Window {
    connections: RTCPeerConnection[];
  }
}

/** Runs in the page before its own scripts: keeps every PeerConnection within reach. */
export function collectConnections(): void {
  const Native = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

export interface Inbound {
  mid: string;
  kind: "audio" | "video";
  framesDecoded: number;
  freezeCount: number;
  /** Seconds. */
  frozen: number;
  packetsLost: number;
  audioEnergy: number;
}

/** Runs in the page: the receiving m-lines of connections that are not closed. */
export async function readInbound(): Promise<Inbound[]> {
  const found: Inbound[] = [];
  for (const connection of window.connections ?? []) {
    if (connection.connectionState === "closed") continue;
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      found.push({
        mid: String(report.mid),
        kind: report.kind,
        framesDecoded: report.framesDecoded ?? 0,
        freezeCount: report.freezeCount ?? 0,
        frozen: report.totalFreezesDuration ?? 0,
        packetsLost: report.packetsLost ?? 0,
        audioEnergy: report.totalAudioEnergy ?? 0,
      });
    }
  }
  return found;
}

/** A page that can run a function: Playwright's and Puppeteer's. */
export interface Evaluates {
  evaluate<T>(work: () => Promise<T>): Promise<T>;
}

/** Energy that a voice passes in a fraction of a second; silence as it is encoded stays far below. */
const AUDIBLE = 1e-4;

export interface Flow {
  /** Lines whose decoded pictures grow in number. */
  video: number;
  /** Lines that are heard. */
  audio: number;
}

/** Which lines bring something new within `milliseconds`. */
export async function flow(page: Evaluates, milliseconds = 1500): Promise<Flow> {
  const before = new Map((await page.evaluate(readInbound)).map((line) => [line.mid, line]));
  await new Promise((done) => setTimeout(done, milliseconds));
  const after = await page.evaluate(readInbound);
  const growth = (line: Inbound, figure: "framesDecoded" | "audioEnergy") =>
    line[figure] - (before.get(line.mid)?.[figure] ?? 0);
  return {
    video: after.filter((line) => line.kind === "video" && growth(line, "framesDecoded") > 0).length,
    audio: after.filter((line) => line.kind === "audio" && growth(line, "audioEnergy") > AUDIBLE).length,
  };
}

/** Waits until exactly so many people are seen and heard. */
export async function expectFlow(page: Evaluates, expected: Flow, timeout = 30_000): Promise<void> {
  await expect
    .poll(() => flow(page), { timeout, message: "lines with new pictures, lines with sound" })
    .toEqual(expected);
}

/** Packets lost on all lines of a page. */
export async function lost(page: Evaluates): Promise<number> {
  const lines = await page.evaluate(readInbound);
  return lines.reduce((total, line) => total + line.packetsLost, 0);
}
