// Browsers that reach nothing but the TURN relay.

import { expect, type Page } from "@playwright/test";

/** Has a page's connections use candidates of the relay alone, which is reached by URLs like `pattern` alone. */
export async function useRelayAlone(page: Page, pattern: RegExp): Promise<void> {
  await page.addInitScript(narrowConfigurations, pattern.source);
}

/** Expects the page's one connection to go through the relay, which it reaches by `protocol`. */
export async function expectRelay(page: Page, protocol: string): Promise<void> {
  expect(await page.evaluate(selectedWays)).toEqual([`relay ${protocol}`]);
}

/** Runs in the page before its own scripts. */
function narrowConfigurations(source: string): void {
  const pattern = new RegExp(source);
  const narrow = (configuration: RTCConfiguration = {}): RTCConfiguration => ({
    ...configuration,
    iceTransportPolicy: "relay",
    iceServers: (configuration.iceServers ?? []).map((server) => ({
      ...server,
      urls: [server.urls].flat().filter((url) => pattern.test(url)),
    })),
  });
  const Plain = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Plain {
    constructor(configuration?: RTCConfiguration) {
      super(narrow(configuration));
    }

    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration(narrow(configuration));
    }
  };
}

/** Runs in the page: kind of the own candidate of the selected pairs, with how the relay is reached. */
export async function selectedWays(): Promise<string[]> {
  const found: string[] = [];
  for (const connection of window.connections) {
    if (connection.connectionState === "closed") continue;
    const reports = await connection.getStats();
    for (const report of reports.values()) {
      if (report.type !== "transport" || !report.selectedCandidatePairId) continue;
      const own = reports.get(reports.get(report.selectedCandidatePairId).localCandidateId);
      found.push(`${own.candidateType} ${own.relayProtocol}`);
    }
  }
  return found;
}
