// What people do in the web client, by the accessible names of its controls.

import { expect, type Page } from "@playwright/test";
import { PASSWORD } from "./clinic.ts";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** Signs the demo doctor in; ends on the day's page. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByLabel("E-mail address").fill("doctor@demo.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(/\/webrtc$/);
}

/** Makes a consultation on the day's page that everybody enters at once; gives the code, leaves its dialog open. */
export async function makeConsultation(page: Page, kind: "video" | "audio" = "video"): Promise<string> {
  await button(page, kind === "video" ? "New video consultation" : "New audio call").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The consultation is ready");
  const code = await dialog
    .getByText(/^[A-Z0-9]{3}\s?[A-Z0-9]{3}$/)
    .first()
    .textContent();
  const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await dialog.getByText("Patients wait until I let them in").click();
  expect(await (await saved).json()).toMatchObject({ waiting_room: false });
  return code ?? "";
}

/** The same, then enters its room. */
export async function openConsultation(page: Page, kind: "video" | "audio" = "video"): Promise<string> {
  const code = await makeConsultation(page, kind);
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("link", { name: "Open the room" })
    .or(dialog.getByRole("button", { name: "Open the room" }))
    .click();
  await expectInCall(page);
  return code;
}

/** Comes in by a code as somebody without an account. */
export async function comeInByCode(page: Page, code: string, name: string): Promise<void> {
  await typeCode(page, code, name);
  await passDeviceCheck(page);
  await expectInCall(page);
}

/** Types a code and a name, then asks to continue. */
export async function typeCode(page: Page, code: string, name: string): Promise<void> {
  await page.goto("/conference");
  await page.getByLabel("Consultation code").fill(code);
  await page.getByLabel("Your first and last name").fill(name);
  await button(page, "Continue").click();
}

const JOIN = {
  en: /^(Join the consultation|Enter the waiting room)$/,
  fr: /^(Rejoindre la consultation|Entrer en salle d’attente)$/,
};

/** Looks at the own picture, then joins. These browsers have allowed camera and microphone before, so nobody asks. */
export async function passDeviceCheck(page: Page, language: keyof typeof JOIN = "en"): Promise<void> {
  await button(page, JOIN[language]).click();
}

export async function expectInCall(page: Page): Promise<void> {
  await expect(page.getByRole("toolbar", { name: "Call controls" })).toBeVisible();
}

export async function press(page: Page, name: string): Promise<void> {
  await button(page, name).click();
}

export { button };
