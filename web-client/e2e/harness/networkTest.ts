// What a network test shows, and what really happens meanwhile.

import { expect, type Page } from "@playwright/test";

export interface ShownPath {
  outcome: string;
  up: number;
  down: number;
  upLoss: number;
  roundTripLoss: number;
  jitter: number;
  rtt: number;
}

/** Reads a path's figures from the page, NaN where it shows none. */
export async function shownPath(page: Page, path: "udp" | "tcp" | "turn_tls"): Promise<ShownPath> {
  const row = page.locator(`[data-path=${path}]`);
  const figure = async (column: string) => {
    const cell = row.locator(`[data-column=${column}]`);
    return (await cell.count()) === 0 ? Number.NaN : Number((await cell.textContent())?.replace(",", ""));
  };
  return {
    outcome: (await row.textContent()) ?? "",
    up: await figure("up"),
    down: await figure("down"),
    upLoss: await figure("upLoss"),
    roundTripLoss: await figure("roundTripLoss"),
    jitter: await figure("jitter"),
    rtt: await figure("rtt"),
  };
}

/** Expects figures that a path on one machine can have, however busy it is. */
export function expectBelievable(shown: ShownPath): void {
  expect(shown.outcome).toMatch(/(?<!not )work/);
  expect(shown.up).toBeGreaterThan(100);
  expect(shown.up).toBeLessThan(4000);
  expect(shown.down).toBeGreaterThan(80);
  // What comes back was sent before.
  expect(shown.down).toBeLessThan(shown.up * 1.5);
  for (const loss of [shown.upLoss, shown.roundTripLoss]) expect(loss).toBeLessThan(20);
  expect(shown.jitter).toBeLessThan(500);
  expect(shown.rtt).toBeLessThan(1000);
}

/** Bytes of pictures that the server counts as received and as sent, on all sessions together. */
export async function pictureBytes(): Promise<{ received: number; sent: number }> {
  const figures = await (await fetch(`${process.env.E2E_URL}/metrics`)).text();
  const count = (direction: string) => {
    const name = `vestibule_rtp_bytes_total{direction="${direction}",kind="video"} `;
    const line = figures.split("\n").find((text) => text.startsWith(name));
    return Number(line?.slice(name.length) ?? 0);
  };
  return { received: count("in"), sent: count("out") };
}

declare global {
  interface Window {
    waysTaken: Set<string>;
  }
}

/** Runs in the page before its own scripts: notes by which ways its connections go, as long as they live. */
export function noteWays(): void {
  window.waysTaken = new Set();
  setInterval(async () => {
    for (const connection of window.connections ?? []) {
      if (connection.connectionState !== "connected") continue;
      const reports = await connection.getStats();
      for (const report of reports.values()) {
        if (report.type !== "transport" || !report.selectedCandidatePairId) continue;
        const own = reports.get(reports.get(report.selectedCandidatePairId).localCandidateId);
        const kind = own.candidateType === "relay" ? `relay ${own.relayProtocol}` : own.protocol;
        window.waysTaken.add(kind);
      }
    }
  }, 200);
}

/** The ways that were taken so far. */
export async function waysTaken(page: Page): Promise<string[]> {
  return page.evaluate(() => [...window.waysTaken].sort());
}

/** Runs in the page before its own scripts: whatever is sent to the server by UDP reaches nobody. */
export function loseUdp(): void {
  const accept: (this: RTCPeerConnection, description: RTCSessionDescriptionInit) => Promise<void> =
    RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
    // The port of "discard" (RFC 863), where nobody listens.
    const sdp = description.sdp?.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) \d+ /gim, "$1 9 ") ?? "";
    return accept.call(this, { type: description.type, sdp });
  };
}
