// What the server seals for a browser is opened by that browser and shown, though no page is looked at.

import type { Page } from "puppeteer-core";
import { findBrowser } from "../harness/browsers.ts";
import { asDoctor, PASSWORD, patientAccount } from "../harness/clinic.ts";
import { openFirefox } from "../harness/firefox.ts";
import { expect, test } from "../harness/people.ts";
import { startPushService } from "../harness/pushService.ts";

test("Firefox shows a call while its page is hidden", async () => {
  test.skip(findBrowser("firefox") === undefined, "Firefox is not installed");
  const { id } = await patientAccount();
  const service = await startPushService();
  const firefox = await openFirefox({
    "dom.push.serverURL": service.url,
    "dom.push.testing.allowInsecureServerURL": true,
    "dom.push.connection.enabled": true,
    "permissions.default.desktop-notification": 1,
    // There is no desktop that would show them.
    "alerts.useSystemBackend": false,
  });
  try {
    await turnNotificationsOn(firefox.page);
    await (await firefox.page.browser().newPage()).bringToFront();
    await expect.poll(() => firefox.page.evaluate(() => document.visibilityState)).toBe("hidden");
    await asDoctor("POST", "/api/v1/calls", { user_id: id, mode: "video" });
    await expect
      .poll(() => shown(firefox.page))
      .toEqual([{ title: "Incoming call", body: "Dr Claire Moreau" }]);
    for (const body of service.bodies) expect(body.toString("latin1")).not.toContain("Moreau");
  } finally {
    await firefox.close();
    service.close();
  }
});

async function turnNotificationsOn(page: Page): Promise<void> {
  const named = (role: string, name: string) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`);
  await page.goto(`${process.env.E2E_URL}/`);
  await named("textbox", "E-mail address").fill("patient@demo.test");
  await page.locator("input[type=password]").fill(PASSWORD);
  await named("button", "Sign in").click();
  await page.waitForFunction(() => location.pathname === "/patient");
  await page.goto(`${process.env.E2E_URL}/profile`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await named("button", "Turn on notifications").click();
  await named("button", "Turn off notifications").wait();
}

/** The notifications of the page's worker. */
function shown(page: Page): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, body }) => ({ title, body }));
  });
}
