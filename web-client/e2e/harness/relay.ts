// Browsers that reach nothing but the TURN relay.

import { expect, type Page } from "@playwright/test";

/** Has a page's connections use candidates of the relay alone, which is reached by URLs that begin with `scheme` alone. */
export async function useRelayAlone(
  page: Page,
  scheme: "turn:" | "turns:",
  transport = "tcp",
): Promise<void> {
  await page.addInitScript(narrowConfigurations, { scheme, transport });
}

/** Expects the page's one connection to go through the relay, which it reaches by `protocol`. */
export async function expectRelay(page: Page, protocol: string): Promise<void> {
  expect(await page.evaluate(selectedWays)).toEqual([`relay ${protocol}`]);
}

/** Runs in the page before its own scripts. */
function narrowConfigurations({ scheme, transport }: { scheme: string; transport: string }): void {
  const narrow = (configuration: RTCConfiguration = {}): RTCConfiguration => ({
    ...configuration,
    iceTransportPolicy: "relay",
    iceServers: (configuration.iceServers ?? []).map((server) => ({
      ...server,
      // The server tells of TCP alone, and serves UDP as well.
      urls: [server.urls]
        .flat()
        .filter((url) => url.startsWith(scheme))
        .map((url) => url.replace(/=tcp$/, `=${transport}`)),
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
