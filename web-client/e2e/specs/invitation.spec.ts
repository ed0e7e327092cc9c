// An interpreter is invited by a link of their own, comes in by it, and is out when it is taken back; the audit has it.

import { createConsultation, PASSWORD } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { button, passDeviceCheck, press, signIn } from "../harness/visit.ts";

test("an invited interpreter comes in by a link until it is taken back", async ({ people }) => {
  const { id } = await createConsultation("video", { title: "With an interpreter" });
  const doctor = await people.page("doctor");
  await signIn(doctor);
  await button(doctor, /^Code and link, With an interpreter/)
    .first()
    .click();
  await press(doctor, "Invite somebody");
  const dialog = doctor.getByRole("dialog", { name: "Invite somebody to this consultation" });
  await dialog.getByText("Interpreter", { exact: true }).click();
  await dialog.getByLabel("Name (optional)").fill("Ana Silva");
  const made = doctor.waitForResponse((answer) => answer.request().method() === "POST");
  await press(doctor, "Make the link and copy it");
  const invitation: { role: string; link: string } = await (await made).json();
  expect(invitation.role).toBe("interpreter");
  const line = dialog.getByRole("listitem").filter({ hasText: "Ana Silva" });
  await expect(line).toContainText("Interpreter");
  await expect(line).toContainText("Not used yet");

  const guest = await people.page("guest");
  await guest.goto(new URL(invitation.link).pathname);
  await guest.getByLabel("Your first and last name").fill("Ana Silva");
  await press(guest, "Continue");
  await passDeviceCheck(guest);
  await expect(guest.getByRole("toolbar", { name: "Call controls" })).toBeVisible();
  await expect(line).toContainText(/Came in at/);
  await keep(doctor, "invitations");

  await press(doctor, "Take back the link of Ana Silva");
  await expect(line).toHaveCount(0);
  await expect(guest.getByRole("toolbar", { name: "Call controls" })).toBeHidden();

  const admin = await people.page("patient");
  await admin.goto("/");
  await admin.getByLabel("E-mail address").fill("admin@demo.test");
  await admin.getByLabel("Password").fill(PASSWORD);
  await press(admin, "Sign in");
  await admin.getByRole("link", { name: "Audit" }).click();
  await admin.getByRole("searchbox", { name: "On" }).fill(id);
  await expect(button(admin, "Show only: Audit looked at")).toHaveCount(0);
  await press(admin, "Show only: Consultation made");
  await expect(admin.getByRole("row")).toHaveCount(2);
  await keep(admin, "audit");
});
