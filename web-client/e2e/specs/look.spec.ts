// How the main screens look, held against pictures of them that somebody has looked at (docs/testing.md).

import type { BrowserContext, Page } from "@playwright/test";
import { type Consultation, createConsultation, endConsultation } from "../harness/clinic.ts";
import { NOW, tellTheDay } from "../harness/clinicDay.ts";
import { test as base, expect } from "../harness/people.ts";

const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

interface Look {
  size: typeof desk;
  language: "fr" | "en";
  dark?: boolean;
}

const frenchPhone: Look = { size: phone, language: "fr" };
const englishDesk: Look = { size: desk, language: "en" };

interface Looking {
  /** A fresh page in such a look, its clock standing still. */
  page(look: Look, person?: "doctor" | "patient"): Promise<Page>;
  /** A consultation that ends with the test. */
  consultation(settings: Parameters<typeof createConsultation>[1]): Promise<Consultation>;
}

const test = base.extend<{ looking: Looking }>({
  looking: async ({ browsers, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const made: Consultation[] = [];
    await use({
      page: async ({ size, language, dark = false }, person = "patient") => {
        const context = await (await browsers(person)).newContext({
          baseURL: baseURL ?? "",
          // The styles of a screenshot are the test's own.
          bypassCSP: true,
          colorScheme: dark ? "dark" : "light",
          locale: language === "fr" ? "fr-FR" : "en-GB",
          reducedMotion: "reduce",
          serviceWorkers: "block",
          timezoneId: "Europe/Paris",
          viewport: size,
        });
        contexts.push(context);
        const page = await context.newPage();
        await page.clock.setFixedTime(NOW);
        // What it would find is the machine's business.
        await page.route("**/api/v1/network-test", (route) => route.fulfill({ status: 429 }));
        return page;
      },
      consultation: async (settings) => {
        const consultation = await createConsultation("video", settings);
        made.push(consultation);
        return consultation;
      },
    });
    for (const context of contexts) await context.close();
    for (const { id } of made) await endConsultation(id);
  },
});

test("the front door", async ({ looking }) => {
  for (const [name, look] of [
    ["home", englishDesk],
    ["home-phone-dark", { ...frenchPhone, dark: true }],
  ] as const) {
    const page = await looking.page(look);
    await page.goto("/");
    await expectLook(page, name);
  }
});

test("a patient's way in", async ({ looking }) => {
  const { code } = await looking.consultation({ waiting_room: true });
  const page = await looking.page(frenchPhone);
  await page.goto("/conference");
  const [codeField, nameField] = [page.getByLabel("Code de la"), page.getByLabel("Votre prénom")];
  await codeField.fill("H7K 4O");
  await nameField.fill("Jeanne Ferrand");
  await expectLook(page, "join-error");
  await codeField.fill("H7K 4P");
  await expectLook(page, "join");
  await codeField.fill(code);
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByText("l’essai n’est pas possible")).toBeVisible();
  await expectLook(page, "devices");
  await page.getByRole("button", { name: "Entrer en salle d’attente" }).click();
  await expect(page.getByText("Vous venez d’arriver")).toBeVisible();
  await expectLook(page, "waiting-room");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectLook(page, "waiting-room-dark");
});

test("a camera that is blocked", async ({ looking }) => {
  const { code } = await looking.consultation({ waiting_room: true });
  const page = await looking.page(frenchPhone);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  });
  await page.goto("/conference");
  await page.getByLabel("Code de la").fill(code);
  await page.getByLabel("Votre prénom").fill("Jeanne Ferrand");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByRole("heading", { name: /bloque/ })).toBeVisible();
  await expectLook(page, "devices-blocked");
});

test("a doctor's day", async ({ looking }) => {
  const looks: [string, Look][] = [
    ["day", englishDesk],
    ["day-dark", { ...englishDesk, language: "fr", dark: true }],
    ["day-phone", frenchPhone],
  ];
  for (const [name, look] of looks) {
    const page = await looking.page(look, "doctor");
    await tellTheDay(page);
    await page.goto("/webrtc");
    await expect(page.getByText(/^(Open the report|Ouvrir le rapport)$/)).toBeVisible();
    await expectLook(page, name);
  }
});

test("messages and the past", async ({ looking }) => {
  const page = await looking.page(englishDesk, "doctor");
  await tellTheDay(page);
  await page.goto("/chat-message?with=v0");
  await expect(page.getByText("Bien reçu, merci.")).toHaveCount(2);
  await expectLook(page, "messages");
  await page.goto("/history");
  await expect(page.getByText("Robert Lemoine")).toBeVisible();
  await expectLook(page, "history");
  const small = await looking.page({ ...frenchPhone, dark: true }, "doctor");
  await tellTheDay(small);
  await small.goto("/history");
  await expect(small.getByText("Robert Lemoine")).toBeVisible();
  await expectLook(small, "history-phone-dark");
});

test("the call, and its end", async ({ looking }) => {
  const { id, code } = await looking.consultation({ waiting_room: false, title: "Jeanne Ferrand" });
  const doctor = await looking.page(englishDesk, "doctor");
  await doctor.goto("/");
  await doctor.getByLabel("E-mail address").fill("doctor@demo.test");
  await doctor.getByLabel("Password").fill("vestibule-demo");
  await doctor.getByRole("button", { name: "Sign in" }).click();
  await doctor.waitForURL(/webrtc/);
  await doctor.goto(`/conference/${id}`);
  const patient = await looking.page(frenchPhone);
  await patient.goto("/conference");
  await patient.getByLabel("Code de la").fill(code);
  await patient.getByLabel("Votre prénom").fill("Jeanne Ferrand");
  await patient.getByRole("button", { name: "Continuer" }).click();
  await patient.getByRole("button", { name: "Rejoindre la consultation" }).click();
  await doctor.getByRole("button", { name: "Chat" }).click();
  await patient.getByRole("button", { name: "Messages" }).click();
  await patient.getByLabel("Écrire un message").fill("Voici la photo de l’ordonnance.");
  await patient.keyboard.press("Enter");
  await expect(doctor.getByText("Voici la photo")).toBeVisible();
  await patient.keyboard.press("Escape");
  await expect(doctor.locator("video[data-remote], .tile video")).toBeVisible();
  await expectLook(doctor, "call");
  await expect(patient.locator(".tile video")).toBeVisible();
  await expectLook(patient, "call-phone");
  await endConsultation(id);
  await expect(patient.getByRole("heading", { name: "La consultation est terminée" })).toBeVisible();
  await expectLook(patient, "ended");
});

/** Against `looks/NAME.png`; a page with other letters than the project's own is no such look. */
async function expectLook(page: Page, name: string): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  // What was pressed last is not pointed at any more.
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await expect(page).toHaveScreenshot(`${name}.png`);
}
