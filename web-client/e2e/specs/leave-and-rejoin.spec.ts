// A patient leaves the call and comes back to it.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { comeInByCode, press } from "../harness/visit.ts";

test("who leaves is gone for the other, who comes back is there again", async ({ people }) => {
  const { doctor, patient, code } = await callOfTwo(people);
  await press(patient, "Leave");
  await expect(patient.getByRole("heading", { name: "You left the consultation" })).toBeVisible();
  await expect(doctor.getByText("You are alone for now.")).toBeVisible();
  await expectFlow(doctor, { video: 0, audio: 0 });

  await comeInByCode(patient, code, PATIENT);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
});

test("who left by mistake comes back with one button", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await press(patient, "Leave");
  await press(patient, "Come back");
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
});
