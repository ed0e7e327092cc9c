// Whether a browser itself stood still: two cores that run three browsers sometimes do, which is no freeze of the server's.

import type { Page } from "@playwright/test";

declare global {
  interface Window {
    stallTimer?: ReturnType<typeof setInterval>;
    stallWatch: { ticked: number; frames: number; sent: number; longest: number };
  }
}

/** Begins to watch a page, anew if it did, for the longest pause of its timers and of the frames it sends. */
export async function watchStalls(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = { ticked: performance.now(), frames: 0, sent: performance.now(), longest: 0 };
    window.stallWatch = watch;
    clearInterval(window.stallTimer);
    window.stallTimer = setInterval(async () => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.ticked);
      watch.ticked = now;
      let frames = 0;
      for (const connection of window.connections) {
        for (const line of (await connection.getStats()).values()) {
          if (line.type === "outbound-rtp" && line.kind === "video") frames += line.framesSent ?? 0;
        }
      }
      if (frames !== watch.frames) Object.assign(watch, { frames, sent: now });
      watch.longest = Math.max(watch.longest, now - watch.sent);
    }, 50);
  });
}

/** The longest pause since then, in milliseconds. */
export function longestStall(page: Page): Promise<number> {
  return page.evaluate(() => window.stallWatch.longest);
}
