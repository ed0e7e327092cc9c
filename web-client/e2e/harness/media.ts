// What the invented people look and sound like, made by ffmpeg at test time.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.env.E2E_ARTIFACTS ?? "artifacts", "media");

export const VOICES = { doctor: 150, patient: 260, guest: 390 } as const;
export type Person = keyof typeof VOICES;

export const cameraFile = (person: Person): string => resolve(folder, `${person}.mjpeg`);
export const voiceFile = (person: Person): string => resolve(folder, `${person}.wav`);

/** Makes a moving picture with a running time and a syllable-like voice for each person. */
export function makeMedia(): void {
  mkdirSync(folder, { recursive: true });
  for (const [person, pitch] of Object.entries(VOICES) as [Person, number][]) {
    ffmpeg(cameraFile(person), "testsrc2=size=480x360:rate=20", `hue=h=${pitch}`, [
      "-c:v",
      "mjpeg",
      "-q:v",
      "5",
    ]);
    // A steady tone would be taken for noise and suppressed: pitch and loudness go up and down as in speech.
    const tone = `0.5*sin(2*PI*${pitch}*t+40*sin(2*PI*1.3*t))*(0.5+0.5*sin(2*PI*3.1*t))`;
    ffmpeg(voiceFile(person), `aevalsrc='${tone}':s=48000`, "anull", ["-c:a", "pcm_s16le", "-ac", "1"]);
  }
}

function ffmpeg(file: string, source: string, filter: string, encoding: string[]): void {
  if (existsSync(file)) return;
  const kind = file.endsWith(".wav") ? "-af" : "-vf";
  const input = ["-v", "error", "-f", "lavfi", "-i", source, "-t", "12", kind, filter];
  execFileSync("ffmpeg", [...input, ...encoding, "-y", file], {
    timeout: 60_000,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
