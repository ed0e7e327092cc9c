// A browser process for each person of a call, with their own camera and voice.

import { type Browser, test as base, chromium, type Page } from "@playwright/test";
import { findBrowser } from "./browsers.ts";
import { cameraFile, type Person, voiceFile } from "./media.ts";
import { collectConnections } from "./statistics.ts";

export interface PageOptions {
  locale?: string;
  /** Where the server is for this person; the suite's address when absent. */
  baseURL?: string;
  /** Whether scripts of the test may run in the server's pages, as a client of another system's would elsewhere. */
  foreignScripts?: boolean;
}

export interface People {
  /** A fresh page of a person, with empty storage. */
  page(person: Person, options?: PageOptions): Promise<Page>;
}

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
];

/** What is particular to a person's browser. */
export interface Launch {
  executablePath?: string;
  args?: string[];
}

function launch(person: Person, { executablePath, args = [] }: Launch): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath ?? findBrowser("chromium") ?? "chromium",
    chromiumSandbox: false,
    args: [
      ...FLAGS,
      ...args,
      `--use-file-for-fake-video-capture=${cameraFile(person)}`,
      `--use-file-for-fake-audio-capture=${voiceFile(person)}`,
    ],
  });
}

type Browsers = (person: Person) => Promise<Browser>;

type LaunchOf = (person: Person) => Launch;

export const test = base.extend<{ people: People }, { launchOf: LaunchOf; browsers: Browsers }>({
  launchOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => use(() => ({})),
    { scope: "worker" },
  ],
  browsers: [
    async ({ launchOf }, use) => {
      const open = new Map<Person, Promise<Browser>>();
      await use((person) => {
        const browser = open.get(person) ?? launch(person, launchOf(person));
        open.set(person, browser);
        return browser;
      });
      for (const browser of open.values()) await (await browser).close();
    },
    { scope: "worker" },
  ],
  people: async ({ browsers, baseURL }, use, info) => {
    const pages: Page[] = [];
    await use({
      page: async (person, options = {}) => {
        const context = await (await browsers(person)).newContext({
          baseURL: options.baseURL ?? baseURL ?? "",
          locale: options.locale ?? "en-GB",
          bypassCSP: options.foreignScripts ?? false,
          viewport: { width: 1280, height: 800 },
        });
        context.setDefaultTimeout(15_000);
        const page = await context.newPage();
        await page.addInitScript(collectConnections);
        pages.push(page);
        return page;
      },
    });
    const failed = info.status !== info.expectedStatus;
    for (const [index, page] of pages.entries()) {
      if (failed && !page.isClosed()) {
        await page.screenshot({ path: info.outputPath(`page-${index}.png`) }).catch(() => undefined);
      }
      await page.context().close();
    }
  },
});

export { expect } from "@playwright/test";

/** Keeps a picture of a page among the artifacts. */
export async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${process.env.E2E_ARTIFACTS}/screenshots/${name}.png` });
}
