// A patient's page is reloaded in the middle of a call.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { expectInCall, passDeviceCheck } from "../harness/visit.ts";

test("a reloaded page finds its place again", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await patient.reload();
  const toolbar = patient.getByRole("toolbar", { name: "Call controls" });
  const check = patient.getByRole("button", { name: "Join the consultation" });
  await expect(toolbar.or(check).first()).toBeVisible();
  if (await check.isVisible()) await passDeviceCheck(patient);
  await expectInCall(patient);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
  // The same place, not a second person of the same name.
  await expect(doctor.getByText("2 people")).toBeVisible();
  await expect(doctor.getByText(PATIENT).first()).toBeVisible();
});
