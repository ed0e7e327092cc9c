// People of whom the patient sits behind the bad network.

import { resolve } from "node:path";
import { test as base } from "../../harness/people.ts";
import { EXTERNAL, IPV4, IPV6, QUIET } from "./addresses.ts";
import { Path } from "./path.ts";

/** Browsers give camera and microphone to plain http, or behind a certificate that nobody knows, where they are told to. */
const SECURE = [
  `--unsafely-treat-insecure-origin-as-secure=${[IPV4, IPV6, EXTERNAL, QUIET].join(",")}`,
  "--ignore-certificate-errors",
];
const BEHIND = { executablePath: resolve(import.meta.dirname, "../client-browser.sh"), args: SECURE };

export const test = base.extend<{ path: Path }>({
  launchOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => use((person) => (person === "patient" ? BEHIND : { args: SECURE })),
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  path: async ({}, use) => {
    const path = await Path.open();
    await use(path);
    await path.mend();
    path.close();
  },
});

export { expect } from "@playwright/test";
