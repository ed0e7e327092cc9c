// A screen is shared with another person and with a third, seen whole and large, and gone when it ends.

import type { Page } from "@playwright/test";
import { callOfTwo, GUEST, PATIENT } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, comeInByCode, press } from "../harness/visit.ts";

const screens = (page: Page) => page.locator('video[data-kind="screen"]');

test("a screen is shared, seen by the others and stopped", async ({ people }) => {
  test.setTimeout(150_000);
  const { doctor, patient, code } = await callOfTwo(people);
  await press(doctor, "Share screen");
  await expect(screens(patient)).toBeVisible();
  await expect(patient.locator(".tile-large")).toHaveClass(/tile-screen/);
  await expectFlow(patient, { video: 2, audio: 1 });
  await expect(doctor.getByText("The others see your screen.")).toBeVisible();
  await keep(doctor, "screen-doctor");
  await keep(patient, "screen-patient");
  await patient.setViewportSize({ width: 390, height: 844 });
  await keep(patient, "screen-patient-phone");
  await patient.setViewportSize({ width: 1280, height: 800 });

  // Who comes later sees it too.
  const guest = await people.page("guest");
  await comeInByCode(guest, code, GUEST);
  await expect(screens(guest)).toBeVisible();
  await expectFlow(guest, { video: 3, audio: 2 });

  // Two screens are seen side by side, the first one large; one more has no place.
  await press(patient, "Share screen");
  await expect(screens(guest)).toHaveCount(2);
  await expectFlow(guest, { video: 4, audio: 2 });
  await expect(guest.locator(".tile-large").getByText("Dr Claire Moreau")).toBeVisible();
  await keep(guest, "two-screens");
  await press(guest, "Share screen");
  await expect(guest.getByText("Two screens are shown already.")).toBeVisible();
  await button(patient, "Stop sharing").last().click();
  await expect(screens(guest)).toHaveCount(1);

  // The bar that says so has the same button.
  await button(doctor, "Stop sharing").last().click();
  for (const page of [patient, guest]) {
    await expect(screens(page)).toHaveCount(0);
    await expectFlow(page, { video: 2, audio: 2 });
  }

  // Another person's screen takes the place of the first.
  await press(patient, "Share screen");
  for (const page of [doctor, guest]) {
    await expect(screens(page)).toBeVisible();
    await expectFlow(page, { video: 3, audio: 2 });
  }
  // As the browser's own bar ends it.
  await patient.evaluate(() => {
    for (const connection of window.connections)
      for (const { track } of connection.getSenders())
        if (track?.contentHint === "detail") {
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }
  });
  for (const page of [doctor, guest]) await expect(screens(page)).toHaveCount(0);
  await expect(patient.getByRole("button", { name: "Share screen" })).toBeVisible();
});

test("a pinned picture stays large, and a grid shows all alike", async ({ people }) => {
  const { doctor, code } = await callOfTwo(people);
  const guest = await people.page("guest");
  await comeInByCode(guest, code, GUEST);
  await expectFlow(doctor, { video: 2, audio: 2 });
  for (const name of [GUEST, PATIENT]) {
    const button = doctor.getByRole("button", { name: `Pin ${name}` });
    await button.focus();
    await doctor.keyboard.press("Enter");
    await expect(doctor.locator(".tile-large").getByText(name).first()).toBeVisible();
  }
  await keep(doctor, "pinned");
  await press(doctor, `Unpin ${PATIENT}`);
  await press(doctor, "More options");
  await doctor.getByRole("menuitem", { name: "Everybody the same" }).click();
  await expect(doctor.locator(".tile-large")).toHaveCount(0);
  await expect(doctor.locator(".grid .tile")).toHaveCount(2);
  await keep(doctor, "grid");
  await doctor.setViewportSize({ width: 390, height: 844 });
  await keep(doctor, "grid-phone");
  await doctor.setViewportSize({ width: 1280, height: 800 });
  await doctor.reload();
  await expect(doctor.locator(".grid .tile")).toHaveCount(2);
});
