// An audio consultation asks for no camera; a video call can go on by sound alone.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { createConsultation } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, comeInByCode } from "../harness/visit.ts";

test("an audio consultation carries voices and no picture", async ({ people }) => {
  const consultation = await createConsultation("audio");
  const patient = await people.page("patient");
  const guest = await people.page("guest");
  await comeInByCode(patient, consultation.code, PATIENT);
  await comeInByCode(guest, consultation.code, "Ana Silva");
  await expectFlow(patient, { video: 0, audio: 1 });
  await expectFlow(guest, { video: 0, audio: 1 });
  await expect(button(patient, "Turn camera off")).toHaveCount(0);
  await keep(patient, "audio-call");
});

test("sound only hides pictures here, turns the own camera off there, until it is taken back", async ({
  people,
}) => {
  const { doctor, patient } = await callOfTwo(people);
  await button(patient, "More").click();
  await patient.getByRole("menuitem", { name: "Sound only" }).click();
  await expect(patient.locator("video[data-participant]:visible")).toHaveCount(0);
  await expect(doctor.locator("video[data-participant][data-kind=camera]:visible")).toHaveCount(0);
  await keep(patient, "sound-only");
  await button(patient, "More").click();
  await patient.getByRole("menuitem", { name: "Automatic" }).click();
  await expect(patient.locator("video[data-participant]:visible")).toHaveCount(1);
  await expect(doctor.locator("video[data-participant][data-kind=camera]:visible")).toHaveCount(1);
});
