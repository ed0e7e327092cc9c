// Between which addresses a page's media go.

import type { Page } from "@playwright/test";

export interface MediaPath {
  from: string;
  to: string;
}

/** The selected candidate pair of the newest connection; nothing before there is one. */
export function mediaPath(page: Page): Promise<MediaPath | undefined> {
  return page.evaluate(async () => {
    const report = await window.connections.at(-1)?.getStats();
    for (const line of report?.values() ?? []) {
      if (line.type !== "transport" || !line.selectedCandidatePairId) continue;
      const pair = report?.get(line.selectedCandidatePairId);
      const end = (id: string): string => report?.get(id)?.address;
      if (pair) return { from: end(pair.localCandidateId), to: end(pair.remoteCandidateId) };
    }
    return undefined;
  });
}
