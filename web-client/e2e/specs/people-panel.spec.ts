// Who is in the call, whose hand is up; the doctor mutes, removes, lets in again.

import type { Page } from "@playwright/test";
import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, expectInCall, press } from "../harness/visit.ts";

const panel = (page: Page) => page.getByRole("complementary", { name: "People" });
const row = (page: Page, name: string) => panel(page).getByRole("listitem").filter({ hasText: name });

test("a hand goes up, the doctor mutes and removes, who comes again waits at the door", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.setViewportSize({ width: 390, height: 844 });

  await press(patient, "More options");
  await patient.getByRole("menuitem", { name: "People" }).click();
  await expect(row(patient, `${PATIENT} (you)`)).toContainText("Microphone on");
  await expect(button(patient, `Remove`)).toHaveCount(0);
  await panel(patient).getByRole("button", { name: "Raise hand" }).click();
  await expect(row(patient, PATIENT)).toContainText("Hand up, no. 1");
  await keep(patient, "people-phone");
  await expect(button(patient, "Leave")).toBeVisible();
  await patient.keyboard.press("Escape");
  await expect(panel(patient)).toBeHidden();

  // By the keyboard alone.
  await button(doctor, "People, 2 people").focus();
  await doctor.keyboard.press("Enter");
  await expect(panel(doctor).getByRole("heading", { name: "People" })).toBeFocused();
  await expect(row(doctor, PATIENT)).toContainText("Hand up, no. 1");
  await keep(doctor, "people-desktop");
  await press(doctor, `Lower the hand of ${PATIENT}`);
  await expect(row(doctor, PATIENT)).not.toContainText("Hand up");

  await press(doctor, `Mute ${PATIENT}`);
  await expect(patient.getByText("The doctor turned your microphone off.")).toBeVisible();
  await expect(row(doctor, PATIENT)).toContainText("Microphone off");
  await expectFlow(doctor, { video: 1, audio: 0 });
  await press(patient, "Unmute microphone");
  await expectFlow(doctor, { video: 1, audio: 1 });

  await press(doctor, `Remove ${PATIENT}`);
  await keep(doctor, "people-remove");
  await doctor.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(patient.getByRole("heading", { name: "The doctor ended your part in the call" })).toBeVisible();
  await keep(patient, "people-removed");
  await expect(row(doctor, PATIENT)).toHaveCount(0);
  await patient.reload();
  await press(patient, "Ask to come back");
  await expect(patient.getByRole("heading", { name: "You are in the waiting room" })).toBeVisible();
  await press(doctor, `Admit ${PATIENT}`);
  await expectInCall(patient);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await doctor.keyboard.press("Escape");
});
