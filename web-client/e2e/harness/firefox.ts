// Firefox by WebDriver BiDi, with its own fake camera and tone.

import { networkInterfaces } from "node:os";
import { type Browser, launch, type Page } from "puppeteer-core";
import { findBrowser } from "./browsers.ts";
import { collectConnections } from "./statistics.ts";

const PREFERENCES = {
  "media.navigator.permission.disabled": true,
  "media.navigator.streams.fake": true,
  "media.autoplay.default": 0,
  "media.peerconnection.ice.loopback": true,
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  "intl.accept_languages": "en-GB, en",
};

/** Why Firefox cannot take part on this machine, or nothing. */
export function whyNoFirefox(): string | undefined {
  if (findBrowser("firefox") === undefined) return "Firefox is not installed";
  const outside = Object.values(networkInterfaces())
    .flat()
    .some((address) => address && !address.internal);
  return outside ? undefined : "Firefox sends nothing to loopback, and this machine has no other interface";
}

export interface Firefox {
  page: Page;
  close(): Promise<void>;
}

/** A browser, with further preferences of its own. */
export async function openFirefox(
  preferences: Record<string, boolean | number | string> = {},
): Promise<Firefox> {
  const browser: Browser = await launch({
    browser: "firefox",
    executablePath: findBrowser("firefox") ?? "firefox-esr",
    headless: true,
    extraPrefsFirefox: { ...PREFERENCES, ...preferences },
    timeout: 60_000,
  });
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(collectConnections);
  return { page, close: () => browser.close() };
}

/** Comes in by a code through the web client. */
export async function comeInWithFirefox(page: Page, code: string, name: string): Promise<void> {
  await page.goto(`${process.env.E2E_URL}/conference`);
  const named = (role: string, name: string) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
  await named("textbox", "Consultation code").fill(code);
  await named("textbox", "Your first and last name").fill(name);
  await named("button", "Continue").click();
  const start = named("button", "Try the camera and microphone");
  const join = named("button", "Join the consultation");
  // Who has allowed before gets no explanation.
  if (
    await start
      .setTimeout(5_000)
      .wait()
      .then(
        () => true,
        () => false,
      )
  )
    await start.click();
  await join.click();
}
