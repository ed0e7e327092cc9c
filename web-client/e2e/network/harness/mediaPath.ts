// Between which addresses a page's media go, and how.

import type { Page } from "@playwright/test";

export interface MediaPath {
  from: string;
  to: string;
  protocol: string;
}

/** The selected candidate pair of the newest connection; nothing before there is one. */
export function mediaPath(page: Page): Promise<MediaPath | undefined> {
  return page.evaluate(async () => {
    const report = await window.connections.at(-1)?.getStats();
    for (const line of report?.values() ?? []) {
      if (line.type !== "transport" || !line.selectedCandidatePairId) continue;
      const pair = report?.get(line.selectedCandidatePairId);
      const [from, to] = [report?.get(pair?.localCandidateId), report?.get(pair?.remoteCandidateId)];
      if (from && to) return { from: from.address, to: to.address, protocol: to.protocol };
    }
    return undefined;
  });
}
