// What can be done in a call besides talking: by the keyboard, with another device, in another window.

import type { Page } from "@playwright/test";
import { callOfTwo } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, press } from "../harness/visit.ts";

const choose = async (page: Page, name: string) => {
  await press(page, "More options");
  await page.getByRole("menuitem", { name }).click();
};

test("the keyboard mutes, and who speaks unheard is told", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.keyboard.press("Control+d");
  await expect(button(patient, "Unmute microphone")).toBeVisible();
  await expectFlow(doctor, { video: 1, audio: 0 });
  // The voices of these people never rest.
  await expect(patient.getByText("the doctor cannot hear you")).toBeVisible();
  await keep(patient, "muted-speaking");
  await patient.keyboard.press("Control+e");
  await expect(button(patient, "Turn camera on")).toBeVisible();
  await patient.keyboard.press("Control+e");
  await expect(button(patient, "Turn camera off")).toBeVisible();

  await choose(patient, "Keyboard");
  await keep(patient, "keyboard-dialog");
  await patient.getByRole("checkbox", { name: /Microphone off or on/ }).uncheck();
  await patient.keyboard.press("Escape");
  await patient.keyboard.press("Control+d");
  await patient.keyboard.press("Control+e");
  await expect(button(patient, "Turn camera on")).toBeVisible();
  await expect(button(patient, "Unmute microphone")).toBeVisible();
  await press(patient, "Unmute microphone");
  await expect(patient.getByText("the doctor cannot hear you")).toHaveCount(0);
  await expectFlow(doctor, { video: 0, audio: 1 });
});

test("another microphone takes over during the call", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await press(patient, "Change microphone");
  const choices = patient.getByRole("menuitemradio");
  await keep(patient, "change-microphone");
  const unchosen = patient.locator('[role="menuitemradio"][aria-checked="false"]');
  const name = (await unchosen.last().textContent()) ?? "";
  await unchosen.last().click();
  await expect(choices).toHaveCount(0);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await press(patient, "Change microphone");
  await expect(patient.getByRole("menuitemradio", { name })).toHaveAttribute("aria-checked", "true");
});

test("the own picture moves by keys, the call fills the screen or stands in a small window", async ({
  people,
}) => {
  const { patient } = await callOfTwo(people);
  await patient.getByRole("group", { name: "Move my picture" }).focus();
  await patient.keyboard.press("ArrowUp");
  await patient.keyboard.press("ArrowLeft");
  await expect(patient.locator(".self-nw")).toBeVisible();

  await choose(patient, "Full screen");
  await expect.poll(() => patient.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await choose(patient, "Full screen");
  await expect.poll(() => patient.evaluate(() => document.fullscreenElement !== null)).toBe(false);

  const inWindow = () => patient.evaluate(() => document.pictureInPictureElement !== null);
  await choose(patient, "Small window");
  await expect.poll(inWindow).toBe(true);
  await choose(patient, "Small window");
  await expect.poll(inWindow).toBe(false);
});
