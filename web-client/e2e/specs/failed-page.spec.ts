// No page stays white: neither where its script cannot come, nor where a call cannot be shown.

import { callOfTwo } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, expectInCall } from "../harness/visit.ts";

const script = "**/assets/NetworkTestPage-*.js";

test("a page whose script does not come says so; where the server was updated it is loaded anew by itself", async ({
  people,
}) => {
  const page = await people.page("guest", { locale: "fr-FR" });
  let opened = 0;
  page.on("domcontentloaded", () => opened++);
  await page.route(script, (route) => route.abort());
  await page.goto("/network-test");
  await expect(page.getByRole("heading", { name: "Cette page ne s’ouvre pas" })).toBeVisible();
  await keep(page, "failed-page");
  await page.unroute(script);
  await button(page, "Réessayer").click();
  const shown = page.getByRole("heading", { name: "Essai du réseau" });
  await expect(shown).toBeVisible();
  expect(opened).toBe(2);

  const newer = '<script type="module" src="/assets/index-newer.js"></script>';
  await page.route(script, (route) => route.abort());
  await page.route(
    ({ pathname }) => pathname === "/",
    async (route) => {
      await page.unroute(script);
      await route.fulfill({ contentType: "text/html", body: newer });
    },
  );
  await page.reload();
  await expect(shown).toBeVisible();
  expect(opened).toBe(4);
});

test("a call that cannot be shown goes on, and is shown again", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.evaluate(() => {
    const whole = Object.getOwnPropertyDescriptor(MediaQueryList.prototype, "matches");
    if (!whole) throw new Error("nothing to break");
    const heal = () => Object.defineProperty(MediaQueryList.prototype, "matches", whole);
    addEventListener("heal", heal, { once: true });
    Object.defineProperty(MediaQueryList.prototype, "matches", {
      ...whole,
      get() {
        throw new Error("a screen that cannot be shown");
      },
    });
  });
  await button(doctor, "Mute microphone").click();
  await expect(patient.getByRole("heading", { name: "The call cannot be shown" })).toBeVisible();
  await keep(patient, "failed-call");
  await button(doctor, "Unmute microphone").click();
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expect
    .poll(() =>
      patient.locator("audio[data-participant]").evaluate((player: HTMLAudioElement) => player.paused),
    )
    .toBe(false);
  await patient.evaluate(() => dispatchEvent(new Event("heal")));
  await button(patient, "Try again").click();
  await expectInCall(patient);
  await expectFlow(patient, { video: 1, audio: 1 });
});
