// A code that does not exist, or whose consultation is over, is explained in words.

import { createConsultation, endConsultation } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { typeCode } from "../harness/visit.ts";

test("a code that does not exist is explained and stays in its field", async ({ people }) => {
  const page = await people.page("patient");
  await typeCode(page, "AAA AAA", "Jeanne Petit");
  await expect(page.getByText("This code does not exist.").first()).toBeVisible();
  await expect(page.getByLabel("Consultation code")).toHaveValue(/A/);
  await expect(page.getByLabel("Your first and last name")).toHaveValue("Jeanne Petit");
  await keep(page, "wrong-code");
});

test("the code of a consultation that is over lets nobody in", async ({ people }) => {
  const consultation = await createConsultation();
  await endConsultation(consultation.id);
  const page = await people.page("patient");
  await typeCode(page, consultation.code, "Jeanne Petit");
  await expect(page.getByText(/This (consultation is over|code is no longer valid)/).first()).toBeVisible();
  await expect(page.getByRole("toolbar", { name: "Call controls" })).toBeHidden();
});
