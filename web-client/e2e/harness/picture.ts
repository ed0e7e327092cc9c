// How a participant made by hand sees the one picture that it gets.

import { expect } from "@playwright/test";
import type { Participant } from "./participant.ts";

/** Running totals of the receiving line, as in W3C webrtc-stats. */
export interface Picture {
  framesReceived: number;
  framesDecoded: number;
  framesDropped: number;
  keyFramesDecoded: number;
  pliCount: number;
  nackCount: number;
  packetsLost: number;
  freezeCount: number;
  /** Seconds. */
  totalFreezesDuration: number;
  /** Of the last frame. */
  frameHeight: number;
}

const READ = `(async () => {
  const figures = ["framesReceived", "framesDecoded", "framesDropped", "keyFramesDecoded", "pliCount", "nackCount",
    "packetsLost", "freezeCount", "totalFreezesDuration", "frameHeight"];
  for (const line of (await connection.getStats()).values())
    if (line.type === "inbound-rtp" && line.kind === "video" && line.packetsReceived)
      return Object.fromEntries(figures.map((figure) => [figure, line[figure] ?? 0]));
})()`;

export async function picture({ page }: Participant): Promise<Picture | undefined> {
  return (await page.evaluate(READ)) as Picture | undefined;
}

/** The codec that the picture comes in, as `video/VP9`. */
export async function codecOf({ page }: Participant): Promise<string> {
  return String(
    await page.evaluate(`(async () => {
      const report = await connection.getStats();
      for (const line of report.values())
        if (line.type === "inbound-rtp" && line.kind === "video" && line.packetsReceived)
          return report.get(line.codecId).mimeType;
    })()`),
  );
}

/** Waits until so many more frames were decoded; gives the figures then. */
export async function decoded(viewer: Participant, frames: number, timeout = 20_000): Promise<Picture> {
  const start = (await picture(viewer))?.framesDecoded ?? 0;
  let now: Picture | undefined;
  const more = async () => {
    now = await picture(viewer);
    return (now?.framesDecoded ?? 0) - start;
  };
  await expect
    .poll(more, { timeout, intervals: [100], message: "more frames" })
    .toBeGreaterThanOrEqual(frames);
  if (!now) throw new Error("unreachable: the poll has seen it");
  return now;
}

/** Waits for a picture of such a height; whether it came within the time. */
export async function becomes(viewer: Participant, height: number, timeout: number): Promise<boolean> {
  const limit = Date.now() + timeout;
  while ((await picture(viewer))?.frameHeight !== height) {
    if (Date.now() > limit) return false;
    await new Promise((done) => setTimeout(done, 50));
  }
  return true;
}

/** How much each total grew. */
export function growth(before: Picture, after: Picture): Picture {
  const keys = Object.keys(before) as (keyof Picture)[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as unknown as Picture;
}
