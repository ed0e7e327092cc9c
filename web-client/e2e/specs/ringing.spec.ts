// A doctor calls a patient who is signed in: it rings, they answer, see and hear each other; the next call is declined.

import { createConsultationFor, PASSWORD, patientAccount } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { signIn } from "../harness/visit.ts";

test("a doctor calls a patient, who answers and later declines", async ({ people }) => {
  const { id } = await patientAccount();
  await createConsultationFor(id);
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await patient.goto("/");
  await patient.getByLabel("E-mail address").fill("patient@demo.test");
  await patient.getByLabel("Password").fill(PASSWORD);
  await patient.getByRole("button", { name: "Sign in" }).click();
  await expect(patient.getByRole("heading", { name: /^Hello / })).toBeVisible();
  await signIn(doctor);

  const video = doctor.getByRole("button", { name: /^Video call to / }).first();
  await expect(doctor.getByText("Online").first()).toBeVisible();
  await video.click();
  await expect(doctor.getByText("Video call, it rings…")).toBeVisible();
  await keep(doctor, "calling");
  await expect(patient.getByText("Dr Claire Moreau is calling you")).toBeVisible();
  await keep(patient, "ringing");
  await patient.getByRole("button", { name: "Answer with video" }).click();
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });

  // One leaves: the call is over for the other too.
  await patient.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(doctor.getByRole("heading", { name: "The consultation is over" })).toBeVisible();
  await patient.getByRole("link", { name: "Back to your page" }).click();
  await doctor.getByRole("link", { name: "Back to the day" }).click();

  await video.click();
  await patient.getByRole("button", { name: "Decline" }).click();
  await expect(doctor.getByText(/cannot answer now/)).toBeVisible();
  await keep(doctor, "declined");
});
