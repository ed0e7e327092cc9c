// What the invented people look and sound like, made by ffmpeg at test time.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Looks, portrait } from "./portrait.ts";

const folder = resolve(process.env.E2E_ARTIFACTS ?? "artifacts", "media");
const SECONDS = "12";

interface Nature extends Looks {
  /** The camera's picture; 480 by 360 where it is not said. */
  size?: `${number}x${number}`;
  /** The voice's middle frequency in Hz. */
  pitch: number;
}

const PEOPLE = {
  doctor: {
    pitch: 150,
    wall: [214, 226, 222],
    coat: [246, 248, 247],
    skin: [196, 148, 120],
    hair: [58, 44, 40],
  },
  patient: {
    pitch: 260,
    wall: [226, 216, 198],
    coat: [120, 72, 96],
    skin: [232, 196, 170],
    hair: [176, 172, 168],
  },
  // Chromium sends three sizes of no smaller a camera.
  speaker: {
    pitch: 200,
    size: "960x544",
    wall: [206, 220, 206],
    coat: [90, 96, 60],
    skin: [214, 170, 140],
    hair: [90, 60, 40],
  },
  guest: { pitch: 390, wall: [200, 210, 226], coat: [52, 84, 108], skin: [128, 88, 66], hair: [30, 26, 28] },
} as const satisfies Record<string, Nature>;

export type Person = keyof typeof PEOPLE;

export const cameraFile = (person: Person): string => resolve(folder, `${person}.mjpeg`);
export const voiceFile = (person: Person): string => resolve(folder, `${person}.wav`);

/** Makes a swaying portrait and a syllable-like voice for each person. */
export function makeMedia(): void {
  mkdirSync(folder, { recursive: true });
  for (const [person, nature] of Object.entries(PEOPLE) as [Person, Nature][]) {
    makePicture(cameraFile(person), nature);
    makeVoice(voiceFile(person), nature.pitch);
  }
}

function makePicture(file: string, { size = "480x360", ...looks }: Nature): void {
  // Drawn once, then looped: the sway and the grain make every frame a new one, as a camera's are.
  const still = `color=size=480x360:rate=20,trim=end_frame=1,format=gbrp,${portrait(looks)},scale=${size},loop=loop=-1:size=1`;
  const sway = `setpts=N/20/TB,rotate='0.03*sin(2*PI*t/3)':fillcolor=0xB8C4C0,noise=alls=5:allf=t,format=yuvj420p`;
  ffmpeg(file, ["-i", `${still},${sway}`, "-t", SECONDS, "-c:v", "mjpeg", "-q:v", "5"]);
}

function makeVoice(file: string, pitch: number): void {
  // A steady tone would be taken for noise and suppressed: pitch and loudness go up and down as in speech.
  const tone = `0.5*sin(2*PI*${pitch}*t+40*sin(2*PI*1.3*t))*(0.5+0.5*sin(2*PI*3.1*t))`;
  ffmpeg(file, ["-i", `aevalsrc='${tone}':s=48000`, "-t", SECONDS, "-c:a", "pcm_s16le", "-ac", "1"]);
}

function ffmpeg(file: string, work: string[]): void {
  if (existsSync(file)) return;
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", ...work, "-y", file], {
    timeout: 60_000,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
