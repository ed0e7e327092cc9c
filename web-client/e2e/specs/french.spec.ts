// A French browser gets French pages; the language can be switched.

import { createConsultation } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { passDeviceCheck } from "../harness/visit.ts";

test("a French patient finds French names on every control", async ({ people }) => {
  const consultation = await createConsultation();
  const page = await people.page("patient", { locale: "fr-FR" });
  await page.goto("/conference");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.getByLabel("Code de la consultation").fill(consultation.code);
  await page.getByLabel("Votre prénom et votre nom").fill("Jeanne Petit");
  await page.getByRole("button", { name: "Continuer" }).click();
  await passDeviceCheck(page, "fr");
  await page.getByRole("button", { name: "Couper le micro" }).click();
  await expect(page.getByRole("button", { name: "Activer le micro" })).toBeVisible();
  await page.getByRole("button", { name: "Couper la caméra" }).click();
  await expect(page.getByRole("button", { name: "Activer la caméra" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Quitter" })).toBeVisible();
  await keep(page, "call-french");
});
