// No pointer: a guest, a doctor and an administrator do their work by keys, and always see where the focus is.

import type { Page } from "@playwright/test";
import { PATIENT } from "../harness/call.ts";
import {
  createConsultation,
  createConsultationFor,
  endConsultation,
  PASSWORD,
  patientAccount,
} from "../harness/clinic.ts";
import { enter, go, tabStops, type } from "../harness/keys.ts";
import { expect, test } from "../harness/people.ts";
import { button, expectInCall, passDeviceCheck, typeCode } from "../harness/visit.ts";

test("a guest comes in, mutes, writes and leaves by the keyboard alone", async ({ people }) => {
  const { id, code } = await createConsultation();
  const page = await people.page("guest");
  await page.goto("/conference");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await go(page, "Tab", "textbox", "Consultation code");
  await page.keyboard.type(code);
  await go(page, "Tab", "textbox", "Your first and last name");
  await page.keyboard.type("Jeanne Petit");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Join the consultation" })).toBeVisible();
  await go(page, "Tab", "button", "Join the consultation");
  await page.keyboard.press("Enter");

  await expectInCall(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await go(page, "Tab", "button", "Mute microphone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Unmute microphone" })).toBeFocused();
  await go(page, "ArrowRight", "button", "More options");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "More options" })).toBeFocused();
  await go(page, "ArrowLeft", "button", "Chat");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Messages" })).toBeFocused();
  await go(page, "Tab", "textbox", "Write a message");
  await page.keyboard.type("Good morning");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("Good morning");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Chat" })).toBeFocused();
  await go(page, "ArrowRight", "button", "Leave");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("button", { name: "Come back" })).toBeVisible();
  await endConsultation(id);
});

test("a doctor's day by the keyboard alone", async ({ people }) => {
  test.setTimeout(180_000);
  const { id } = await patientAccount();
  const planned = await createConsultationFor(id);
  const doctor = await people.page("doctor");
  const heading = doctor.getByRole("heading", { level: 1 });
  await signInByKeys(doctor, "doctor");

  await enter(doctor, "button", "New video consultation");
  const ready = doctor.getByRole("dialog");
  await expect(ready.getByRole("button", { name: "Copy code" })).toBeFocused();
  const code = (await ready.getByText(/^[A-Z0-9]{3}\s[A-Z0-9]{3}$/).textContent()) ?? "";
  await doctor.keyboard.press("Escape");
  await expect(button(doctor, "New video consultation")).toBeFocused();
  await enter(doctor, "button", /^Video call to /);
  await go(doctor, "Tab", "button", "Cancel the call");
  await doctor.keyboard.press("Enter");

  const patient = await people.page("patient");
  await typeCode(patient, code, PATIENT);
  await passDeviceCheck(patient);
  await go(doctor, "Shift+Tab", "button", `Admit ${PATIENT}`);
  await doctor.keyboard.press("Enter");
  await expectInCall(doctor);
  await expect(heading).toBeFocused();
  await expectInCall(patient);
  await expect(heading).toHaveText(PATIENT);

  await expect(doctor.getByRole("button", { name: "Mute microphone", exact: true })).toBeVisible();
  // What is read from top to bottom is reached in that order; the controls are one stop.
  expect(await tabStops(doctor)).toEqual(["Move my picture", "Mute microphone", "End for all"]);
  await go(doctor, "Shift+Tab", "button", "Mute microphone");
  await go(doctor, "ArrowRight", "button", "Share screen");
  await doctor.keyboard.press("Enter");
  await expect(doctor.getByText("The others see your screen.")).toBeVisible();
  await expect(doctor.getByRole("toolbar").getByRole("button", { name: "Stop sharing" })).toBeFocused();
  await doctor.keyboard.press("Enter");
  await expect(button(doctor, "Share screen")).toBeFocused();
  await go(doctor, "ArrowRight", "button", "Chat");
  await doctor.keyboard.press("Enter");
  await expect(doctor.getByRole("heading", { name: "Messages" })).toBeFocused();
  await type(doctor, "Write a message", "Good morning");
  await doctor.keyboard.press("Enter");
  await expect(doctor.getByRole("log", { name: "Messages" })).toContainText("Good morning");
  await doctor.keyboard.press("Escape");
  await expect(button(doctor, "Chat")).toBeFocused();
  await go(doctor, "ArrowRight", "button", "More options");
  await doctor.keyboard.press("Enter");
  await go(doctor, "ArrowDown", "menuitem", "Keyboard");
  await doctor.keyboard.press("Enter");
  await expect(doctor.getByRole("dialog")).toBeVisible();
  await doctor.keyboard.press("Escape");
  await expect(button(doctor, "More options")).toBeFocused();

  await enter(doctor, "button", "End for all");
  await expect(button(doctor, "Go on with the consultation")).toBeFocused();
  await go(doctor, "Tab", "button", "End for all");
  await doctor.keyboard.press("Enter");
  await expect(doctor.getByRole("heading", { name: "The consultation is over" })).toBeFocused();
  await enter(doctor, "link", "Back to the day");
  await expect(heading).toBeFocused();
  await enter(doctor, "link", "History");
  await expect(doctor.getByRole("heading", { name: "History", level: 1 })).toBeFocused();
  await enter(doctor, "link", /^Report/);
  await expect(doctor).toHaveURL(/\/history\/.+/);
  await expect(heading).toBeFocused();
  await enter(doctor, "link", "History");
  // The page before stays until this one has come, which then takes the focus.
  await expect(doctor.getByRole("heading", { name: "History", level: 1 })).toBeFocused();
  await go(doctor, "Tab", "button", "Export");
  await doctor.keyboard.press("Enter");
  await go(doctor, "ArrowDown", "menuitemradio", "Table (CSV)");
  const download = doctor.waitForEvent("download");
  await doctor.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toBe("history.csv");
  await expect(button(doctor, "Export")).toBeFocused();
  await endConsultation(planned.id);
});

test("an administrator's work by the keyboard alone", async ({ people }) => {
  const admin = await people.page("guest");
  const heading = (name: string) => admin.getByRole("heading", { name, level: 1 });
  const dialog = admin.getByRole("dialog");
  await signInByKeys(admin, "admin");

  await enter(admin, "link", "Accounts");
  await expect(heading("Accounts")).toBeFocused();
  await enter(admin, "button", "New account");
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await admin.keyboard.type("Dr Paul Girard");
  await type(admin, "E-mail address", `keys-${Date.now()}@demo.test`);
  await admin.keyboard.press("Enter");
  await expect(dialog).toContainText("The link for Dr Paul Girard is ready");
  await admin.keyboard.press("Escape");
  await expect(button(admin, "New account")).toBeFocused();

  await enter(admin, "link", "Settings");
  await expect(heading("Settings")).toBeFocused();
  await go(admin, "Shift+Tab", "button", /^Theme/);
  await admin.keyboard.press("Enter");
  await go(admin, "ArrowDown", "menuitemradio", "Dark");
  await admin.keyboard.press("Enter");
  await expect(admin.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(button(admin, /^Theme/)).toBeFocused();

  await enter(admin, "link", "Webhooks");
  await expect(heading("Webhooks")).toBeFocused();
  await enter(admin, "button", "New webhook");
  await expect(dialog.getByRole("textbox", { name: "Address" })).toBeFocused();
  await admin.keyboard.type("https://records.demo.test/heard");
  await go(admin, "Tab", "checkbox", "");
  await admin.keyboard.press("Space");
  await enter(admin, "button", "Create the webhook");
  await expect(dialog).toContainText("The webhook is made");
  await admin.keyboard.press("Escape");
  await expect(button(admin, "New webhook")).toBeFocused();
  await enter(admin, "button", "Remove https://records.demo.test/heard");
  await go(admin, "Tab", "button", "Remove");
  await admin.keyboard.press("Enter");
  await expect(admin.getByText("The webhook is removed.")).toBeVisible();
});

async function signInByKeys(page: Page, who: "doctor" | "admin"): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await type(page, "E-mail address", `${who}@demo.test`);
  await type(page, "Password", PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/\/$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
}
