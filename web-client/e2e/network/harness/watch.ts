// What a page receives over time, from getStats every few hundredths of a second.

import type { Page } from "@playwright/test";

/** Running totals over all connections that a page had, at a time of the wall clock in milliseconds. */
export interface Sample {
  at: number;
  framesDecoded: number;
  freezes: number;
  /** Seconds. */
  frozen: number;
  /** Samples of sound, 48,000 a second: played, and those of them that were made up for lost ones. */
  samples: number;
  concealed: number;
  concealments: number;
  packets: number;
  lost: number;
}

declare global {
  interface Window {
    samples?: Sample[];
  }
}

/** Begins to note down, until the page is closed. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    type Line = Record<string, number>;
    const names = {
      framesDecoded: "framesDecoded",
      freezes: "freezeCount",
      frozen: "totalFreezesDuration",
      samples: "totalSamplesReceived",
      concealed: "concealedSamples",
      concealments: "concealmentEvents",
      packets: "packetsReceived",
      lost: "packetsLost",
    } as const;
    const former = new Map<string, Line>();
    const total = Object.fromEntries(Object.keys(names).map((key) => [key, 0])) as unknown as Sample;
    const samples: Sample[] = [];
    window.samples = samples;
    let reading = false;
    const read = async () => {
      for (const [index, connection] of window.connections.entries()) {
        if (connection.connectionState === "closed") continue;
        for (const line of (await connection.getStats()).values()) {
          if (line.type !== "inbound-rtp" || !line.packetsReceived) continue;
          const key = `${index}/${line.id}`;
          const before = former.get(key);
          former.set(key, line);
          // What was there before the watch began does not count.
          if (!before && samples.length === 0) continue;
          for (const [own, theirs] of Object.entries(names)) {
            total[own as keyof Sample] += (line[theirs] ?? 0) - (before?.[theirs] ?? 0);
          }
        }
      }
      samples.push({ ...total, at: Date.now() });
    };
    setInterval(async () => {
      if (reading) return;
      reading = true;
      await read().finally(() => {
        reading = false;
      });
    }, 60);
  });
  await page.waitForFunction(() => (window.samples?.length ?? 0) > 1);
}

const NOTHING: Sample = {
  at: 0,
  framesDecoded: 0,
  freezes: 0,
  frozen: 0,
  samples: 0,
  concealed: 0,
  concealments: 0,
  packets: 0,
  lost: 0,
};

/** The samples from a time of the wall clock on. A page that was loaded again since the watch began fails here. */
export function samplesSince(page: Page, at: number): Promise<Sample[]> {
  return page.evaluate((at) => {
    if (!window.samples) throw new Error("this page is not watched");
    return window.samples.filter((sample) => sample.at >= at);
  }, at);
}

/** How much each total grew from the first sample to the last. */
export function growth(samples: Sample[]): Sample {
  const first = samples[0] ?? NOTHING;
  const last = samples.at(-1) ?? first;
  const keys = Object.keys(NOTHING) as (keyof Sample)[];
  return Object.fromEntries(keys.map((key) => [key, last[key] - first[key]])) as unknown as Sample;
}

/** The share of sound that was made up. */
export function concealedShare(samples: Sample[]): number {
  const { samples: played, concealed } = growth(samples);
  return played > 0 ? concealed / played : 1;
}

/** Sound as it was spoken, in samples. */
const genuine = (sample: Sample) => sample.samples - sample.concealed;

/** The longest stretch of sound in which nothing was as spoken, in milliseconds. */
export function longestGap(samples: Sample[]): number {
  let longest = 0;
  let gap = 0;
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    if (!before) continue;
    gap = genuine(sample) > genuine(before) ? 0 : gap + (sample.concealed - before.concealed) / 48;
    longest = Math.max(longest, gap);
  }
  return longest;
}

/** The longest time without a new picture, in milliseconds. */
export function longestStandstill(samples: Sample[]): number {
  let shown = samples[0];
  let longest = 0;
  for (const sample of samples) {
    if (!shown) continue;
    longest = Math.max(longest, sample.at - shown.at);
    if (sample.framesDecoded > shown.framesDecoded) shown = sample;
  }
  return longest;
}

export interface Resumption {
  /** Milliseconds from the first sample until a new picture was decoded, until sound was heard as spoken. */
  picture: number;
  sound: number;
}

/** When media came back; nothing as long as one of them has not. */
export function resumption(samples: Sample[]): Resumption | undefined {
  const first = samples[0];
  if (!first) return undefined;
  const seen = samples.find((sample) => sample.framesDecoded > first.framesDecoded);
  const heard = samples.find((sample) => genuine(sample) > genuine(first));
  return seen && heard && { picture: seen.at - first.at, sound: heard.at - first.at };
}
