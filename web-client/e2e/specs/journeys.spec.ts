// The way of a doctor with a patient, and of an administrator, from the front door to the end: French and English, phone and desk.

import type { Page } from "@playwright/test";
import { PASSWORD } from "../harness/clinic.ts";
import { type Language, languages, wordsOf } from "../harness/journeyWords.ts";
import { expect, keep, type People, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
type Size = keyof typeof sizes;
const other = { phone: "desk", desk: "phone" } as const;
const name = "Jeanne Ferrand";

async function open(people: People, person: "doctor" | "patient", language: Language, size: Size) {
  const page = await people.page(person, { locale: wordsOf[language].locale });
  await page.setViewportSize(sizes[size]);
  return page;
}

async function signIn(page: Page, language: Language, who: "doctor" | "admin"): Promise<void> {
  const words = wordsOf[language];
  await page.goto("/");
  await page.getByLabel(words.email).fill(`${who}@demo.test`);
  await page.getByLabel(words.password).fill(PASSWORD);
  await page.getByRole("button", { name: words.signIn }).click();
  await expect(page).toHaveURL(who === "admin" ? /\/admin$/ : /\/webrtc$/);
}

/** From the new consultation's link to the waiting room, in three screens. */
async function comeIn(page: Page, language: Language, link: string): Promise<void> {
  const words = wordsOf[language];
  await page.goto(link);
  await page.getByLabel(words.name).fill(name);
  await page.getByRole("button", { name: words.next }).click();
  await page.getByRole("button", { name: words.enter }).click();
  await expect(page.getByRole("heading", { name: words.waiting })).toBeVisible();
}

async function endForAll(page: Page, language: Language, size: Size): Promise<void> {
  const words = wordsOf[language];
  if (size === "phone") {
    await page.getByRole("button", { name: words.more }).click();
    await page.getByRole("menuitem", { name: words.endForAll }).click();
  } else await page.getByRole("button", { name: words.endForAll }).click();
  await page.getByRole("dialog").getByRole("button", { name: words.endForAll }).click();
}

async function rate(page: Page, language: Language): Promise<void> {
  const words = wordsOf[language];
  await expect(page.getByRole("heading", { name: words.over })).toBeVisible();
  await page.getByText(words.good, { exact: true }).click();
  await page.getByRole("button", { name: words.send }).click();
  await expect(page.getByText(words.thanks).first()).toBeVisible();
}

for (const language of languages)
  for (const size of ["phone", "desk"] as const) {
    const words = wordsOf[language];

    test(`doctor on a ${size}, patient on a ${other[size]}, ${language}`, async ({ people }) => {
      const doctor = await open(people, "doctor", language, size);
      const patient = await open(people, "patient", language, other[size]);
      await signIn(doctor, language, "doctor");
      const made = doctor.waitForResponse(
        (answer) => answer.request().method() === "POST" && answer.status() === 201,
      );
      await doctor.getByRole("button", { name: words.newVideo }).click();
      const { link } = (await (await made).json()) as { link: string };
      await expect(doctor.getByRole("dialog")).toContainText(words.ready);
      await doctor.keyboard.press("Escape");
      // Elsewhere than on the day's page: who waits is told there too, and let in by one press.
      await doctor.goto("/patients");
      await comeIn(patient, language, new URL(link).pathname);
      await keep(patient, `journey-waiting-${language}-${other[size]}`);
      const toast = doctor.getByRole("alertdialog").filter({ hasText: words.arrived(name) });
      await expect(toast).toBeVisible();
      await expect(doctor.getByRole("navigation").getByText(name)).toBeAttached();
      await keep(doctor, `journey-bell-${language}-${size}`);
      await toast.getByRole("button", { name: words.admit }).click();
      for (const page of [doctor, patient]) {
        await expect(page.getByRole("toolbar", { name: words.controls })).toBeVisible();
        await expectFlow(page, { video: 1, audio: 1 });
      }
      await patient.getByRole("button", { name: words.mute }).click();
      await expect(patient.getByRole("button", { name: words.unmute })).toBeVisible();
      await keep(doctor, `journey-call-${language}-${size}`);
      await keep(patient, `journey-call-${language}-${other[size]}`);
      await endForAll(doctor, language, size);
      await rate(patient, language);
      await rate(doctor, language);
      await expect(doctor).toHaveURL(/\/patients$/);
    });

    test(`administrator on a ${size}, ${language}`, async ({ people }) => {
      const admin = await open(people, "doctor", language, size);
      await signIn(admin, language, "admin");
      await expect(admin.getByRole("heading", { name: words.checks })).toBeVisible();
      await admin.getByRole("link", { name: words.accounts }).filter({ visible: true }).first().click();
      await admin.getByRole("button", { name: words.newAccount }).click();
      const invited = `Dr ${language} ${size}`;
      const dialog = admin.getByRole("dialog");
      await dialog.getByLabel(words.accountName).fill(invited);
      await dialog.getByLabel(words.email).fill(`${language}-${size}-${Date.now()}@demo.test`);
      await dialog.getByRole("button", { name: words.create }).click();
      await expect(admin.getByText(/\/password#/)).toBeVisible();
      await admin.keyboard.press("Escape");
      await expect(admin.getByText(invited).first()).toBeVisible();
      await expect(admin.getByText(words.noPassword).first()).toBeVisible();
      await keep(admin, `journey-admin-${language}-${size}`);
    });
  }

test("a consultation is planned in two presses, and found among the coming days", async ({ people }) => {
  const words = wordsOf.fr;
  const doctor = await open(people, "doctor", "fr", "desk");
  await signIn(doctor, "fr", "doctor");
  await doctor.getByRole("button", { name: words.newVideo }).click();
  const dialog = doctor.getByRole("dialog");
  const at = new Date(Date.now() + 26 * 3_600_000);
  const local = await doctor.evaluate((time) => {
    const there = new Date(time);
    return new Date(time - there.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, at.getTime());
  const field = dialog.getByLabel(words.begins);
  await field.fill("2020-01-01T10:00");
  await field.blur();
  await expect(dialog.getByText("Cette heure est passée.")).toBeVisible();
  await field.fill(local);
  await field.blur();
  await expect(dialog.getByText(/^Vidéo, /)).not.toContainText("maintenant");
  await keep(doctor, "planned-dialog");
  const sms = await dialog.getByRole("link", { name: "SMS" }).getAttribute("href");
  expect(decodeURIComponent(sms ?? "")).toMatch(/^sms:\?body=Votre consultation en ligne, \d+ .+/);
  await doctor.keyboard.press("Escape");
  const coming = doctor.locator("section", { has: doctor.getByRole("heading", { name: words.coming }) });
  await coming.getByRole("button").first().click();
  await expect(dialog.getByLabel(words.begins)).toHaveValue(local);
  await keep(doctor, "coming-days");
});
