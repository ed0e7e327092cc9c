// A doctor ends the consultation; everybody's call is over.

import { callOfTwo } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { press, typeCode } from "../harness/visit.ts";

test("the end by the doctor is the end for all", async ({ people }) => {
  const { doctor, patient, code } = await callOfTwo(people);
  const end = doctor.getByRole("button", { name: "End for all" });
  if (!(await end.isVisible())) await press(doctor, "More options");
  await end
    .or(doctor.getByRole("menuitem", { name: "End for all" }))
    .first()
    .click();
  await doctor
    .getByRole("alertdialog")
    .or(doctor.getByRole("dialog"))
    .getByRole("button", { name: "End for all" })
    .click();

  await expect(patient.getByRole("heading", { name: "The consultation is over" })).toBeVisible();
  await patient.getByText("Fair", { exact: true }).click();
  await patient.getByLabel("A word more").fill("The sound broke off once.");
  await keep(patient, "ended");
  await patient.getByRole("button", { name: "Send" }).click();
  await expect(patient.getByText("Thank you, the clinic has your answer.")).toBeVisible();
  await doctor.getByText("Good", { exact: true }).click();
  await doctor.getByRole("button", { name: "Send" }).click();
  await expect(doctor).toHaveURL(/\/webrtc$/);
  await expect
    .poll(() => patient.evaluate(() => window.connections.every((one) => one.connectionState === "closed")))
    .toBe(true);

  await typeCode(patient, code, "Jeanne Petit");
  await expect(
    patient.getByText(/This (consultation is over|code is no longer valid)/).first(),
  ).toBeVisible();
});
