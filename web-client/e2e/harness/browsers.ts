// Where the machine's own browsers are.

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const script = resolve(import.meta.dirname, "../../../scripts/browsers.sh");

/** The path of an installed browser, or nothing. */
export function findBrowser(name: "chromium" | "firefox"): string | undefined {
  try {
    return execFileSync(script, [name], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
