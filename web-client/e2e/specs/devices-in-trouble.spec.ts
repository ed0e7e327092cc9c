// Browsers that cannot or will not, a microphone that is unplugged, another speaker, little data.

import type { Page } from "@playwright/test";
import { callOfTwo } from "../harness/call.ts";
import { createConsultation } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { press } from "../harness/visit.ts";

const phone = { width: 390, height: 844 };
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1";

test("a browser that makes no calls says where the same address opens", async ({ people }) => {
  const page = await people.page("patient", { locale: "fr-FR" });
  await page.setViewportSize(phone);
  await page.addInitScript(() => Reflect.deleteProperty(window, "RTCPeerConnection"));
  const { link } = await createConsultation();
  await page.goto(new URL(link).pathname);
  await expect(page.getByRole("heading", { name: "Ce navigateur ne permet pas les appels" })).toBeVisible();
  await expect(page.getByText(new URL(link).pathname)).toBeVisible();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copier l’adresse" }).click();
  await expect(page.getByText("Adresse copiée")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  await keep(page, "unsupported-phone");
});

test("a no of the browser is explained in the words of this very browser", async ({ people }) => {
  const { code } = await createConsultation();
  const page = await people.page("patient", { locale: "fr-FR" });
  await page.setViewportSize(phone);
  await page.addInitScript((userAgent) => {
    Object.defineProperty(navigator, "userAgent", { value: userAgent });
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  }, iphone);
  await page.goto("/conference");
  await page.getByLabel("Code de la consultation").fill(code);
  await page.getByLabel("Votre prénom et votre nom").fill("Jeanne Petit");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(
    page.getByRole("heading", { name: "Safari bloque votre caméra et votre micro" }),
  ).toBeVisible();
  await expect(page.getByText("Touchez « Réglages du site web ».")).toBeVisible();
  await keep(page, "blocked-iphone");
});

/** What the system does to a device that is unplugged. */
function unplug(page: Page, kind: "audio" | "video"): Promise<void> {
  return page.evaluate((kind) => {
    const tracks = window.connections
      .flatMap((one) => one.getSenders())
      .flatMap(({ track }) => (track?.kind === kind && track.readyState === "live" ? [track] : []));
    for (const track of tracks) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  }, kind);
}

test("a call goes on by other devices, another speaker, and with little data", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  for (const kind of ["audio", "video"] as const) await unplug(patient, kind);
  await expectFlow(doctor, { video: 1, audio: 1 });

  await press(patient, "More options");
  const speakers = patient.getByRole("group", { name: "Change speaker" }).getByRole("menuitem");
  await keep(patient, "more-speakers");
  await speakers.last().click();
  await expect
    .poll(() => patient.evaluate(() => [...document.querySelectorAll("audio")].map(({ sinkId }) => sinkId)))
    .not.toContain("");
  await expectFlow(patient, { video: 1, audio: 1 });

  const height = () =>
    doctor.locator("video[data-participant]").evaluate((video) => (video as HTMLVideoElement).videoHeight);
  await expect.poll(height).toBe(360);
  await press(patient, "More options");
  await patient.getByRole("menuitem", { name: "Save data" }).click();
  await expect.poll(height).toBe(180);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await press(patient, "More options");
  await patient.getByRole("menuitem", { name: "Automatic" }).click();
  await expect.poll(height).toBe(360);
});
