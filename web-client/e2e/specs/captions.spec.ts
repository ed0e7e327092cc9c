// What is said stands in large letters below the picture for those who want it, and goes again.

import type { Page } from "@playwright/test";
import { callOfTwo } from "../harness/call.ts";
import { API_KEY, say } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { button, press } from "../harness/visit.ts";

const captions = (page: Page) => page.getByRole("region", { name: "Captions" });

test("a doctor writes a caption, the patient reads it, and it goes", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.setViewportSize({ width: 390, height: 844 });
  await press(doctor, "More options");
  await doctor.getByRole("menuitem", { name: "Write captions" }).click();
  const panel = doctor.getByRole("complementary", { name: "Write captions" });
  await panel.getByLabel("Language of the lines").selectOption("fr");
  const line = panel.getByLabel("One line, then Enter");
  await line.fill("Bonjour <b>Jeanne</b>, où avez-vous mal ?");
  await doctor.keyboard.press("Enter");
  for (const page of [patient, doctor]) {
    await expect(captions(page)).toContainText("Dr Claire Moreau");
    await expect(captions(page).locator("[lang=fr]").first()).toHaveText("Bonjour <b>Jeanne</b>, où");
    await expect(captions(page).locator("[lang=fr]").last()).toHaveText("avez-vous mal ?");
  }
  await keep(patient, "captions-phone");
  await keep(doctor, "captions-desktop");
  await expect(line).toHaveValue("");
  await expect(line).toBeFocused();
  await expect(captions(patient)).toHaveCount(0);

  // Another program hears the call; the patient wants to see none of it, also after a reload.
  const { pathname } = new URL(doctor.url());
  const id = pathname.split("/").at(-1) ?? "";
  await say(id, API_KEY, { text: "Where does it hurt?", language: "en" });
  await expect(captions(patient)).toHaveText("Where does it hurt?");
  await press(patient, "More options");
  await patient.getByRole("menuitem", { name: /^Captions/ }).click();
  await expect(captions(patient)).toHaveCount(0);
  await patient.reload();
  await expect(button(patient, "Mute microphone")).toBeVisible();
  await say(id, API_KEY, { text: "Here?" });
  await expect(captions(doctor)).toContainText("Here?");
  await expect(captions(patient)).toHaveCount(0);
  await press(doctor, "Hide captions");
  await expect(captions(doctor)).toHaveCount(0);
  await press(doctor, "Show captions");
});
