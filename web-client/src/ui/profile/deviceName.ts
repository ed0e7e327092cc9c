import { thisBrowser } from "../devices/thisBrowser";

const systems: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Macintosh|Mac OS X/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** What people call a browser that named itself so (`User-Agent`); null where that says nothing. */
export function deviceName(userAgent: string): string | null {
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  const parts = [thisBrowser(userAgent).name, system].filter(Boolean);
  return parts.length === 0 ? null : parts.join(", ");
}
