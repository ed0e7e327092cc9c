// Messages and files between a doctor and a guest while they talk.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { button, expectInCall, press } from "../harness/visit.ts";

const panel = (page: Page) => page.getByRole("complementary", { name: "Messages" });
const lines = (page: Page) => panel(page).getByRole("listitem");

async function write(page: Page, text: string): Promise<void> {
  await panel(page).getByLabel("Write a message").fill(text);
  await page.keyboard.press("Enter");
}

test("a message rings a bell, a file comes over whole, a lost network doubles nothing", async ({
  people,
}) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.setViewportSize({ width: 390, height: 844 });

  await press(doctor, "Chat");
  await expect(panel(doctor)).toContainText("No message yet.");
  await write(doctor, "Bonjour, <b>see</b> https://clinic.example");
  await expect(button(patient, "Chat, 1 new message")).toBeVisible();
  const toast = patient.getByRole("alertdialog").filter({ hasText: "New message from Dr Claire Moreau" });
  await keep(patient, "chat-toast-phone");
  await toast.getByRole("button", { name: "Read" }).click();
  await expect(lines(patient)).toContainText(["Bonjour, <b>see</b> https://clinic.example"]);
  await expect(panel(patient).getByRole("link")).toHaveCount(0);
  await expect(button(patient, "Leave")).toBeVisible();

  // Without a network it stays, and goes by itself once.
  await patient.context().setOffline(true);
  await write(patient, "I send you the letter.");
  await expect(panel(patient)).toContainText("Not sent");
  await keep(patient, "chat-not-sent-phone");
  await patient.context().setOffline(false);
  // By itself where the socket was lost too, by hand where it was not.
  await expect(async () => {
    const again = button(patient, "Send again");
    if (await again.isVisible()) await again.click();
    await expect(lines(doctor).filter({ hasText: "I send you the letter." })).toHaveCount(1, {
      timeout: 2_000,
    });
  }).toPass();

  const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  const chooser = patient.waitForEvent("filechooser");
  await press(patient, "Attach a file");
  await (await chooser).setFiles({ name: "ordonnance.pdf", mimeType: "application/pdf", buffer: pdf });
  const download = doctor.waitForEvent("download");
  await press(doctor, "Download ordonnance.pdf");
  expect(await readFile(await (await download).path())).toEqual(pdf);
  await keep(doctor, "chat-desktop");
  await keep(patient, "chat-phone");

  await patient.reload();
  await expectInCall(patient);
  await press(patient, "Chat");
  for (const page of [doctor, patient]) {
    for (const text of ["see</b> https", "I send you the letter.", "ordonnance.pdf"]) {
      await expect(lines(page).filter({ hasText: text })).toHaveCount(1);
    }
  }
  await expect(lines(doctor).filter({ hasText: "https" })).toContainText("You");
  await expect(lines(doctor).filter({ hasText: "letter" })).toContainText(PATIENT);
  await patient.setViewportSize({ width: 844, height: 390 });
  await keep(patient, "chat-landscape");
});
