// A patient is on the portal of another site, which has the library's pieces in it: they write to their doctor and ring.

import { createConsultationFor, patientAccount } from "../harness/clinic.ts";
import { serveSite } from "../harness/foreignSite.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { signIn } from "../harness/visit.ts";

let close = () => {};
test.beforeAll(async () => {
  close = await serveSite();
});
test.afterAll(() => close());

test("messages and calls go from another site's page to the doctor", async ({ people }) => {
  const { id } = await patientAccount();
  await createConsultationFor(id);
  const doctor = await people.page("doctor");
  const patient = await people.page("patient", { baseURL: process.env.E2E_SITE ?? "" });
  await signIn(doctor);
  await patient.goto(`/?server=${encodeURIComponent(process.env.E2E_URL ?? "")}`);
  await patient.getByRole("button", { name: "Enter the portal" }).click();
  const ring = patient.getByRole("button", { name: "Video call to Dr Claire Moreau" });
  const card = patient.locator("section", { has: ring });

  // A message arrives once, with its author's own words; the answer comes back.
  const words = `From the portal, ${Date.now()}`;
  await card.getByRole("button", { name: "Messages" }).click();
  const widget = patient.getByRole("region", { name: "Messages" });
  await widget.getByRole("textbox", { name: /^Write to / }).fill(words);
  await widget.getByRole("button", { name: "Send" }).click();
  await doctor.getByRole("link", { name: /^Messages/ }).click();
  await doctor.locator(".conversation").first().click();
  await expect(doctor.locator(".bubble", { hasText: words })).toHaveCount(1);
  await doctor.getByRole("textbox", { name: /^Write to / }).fill(`Read: ${words}`);
  await doctor.getByRole("button", { name: "Send" }).click();
  await expect(widget.getByText(`Read: ${words}`)).toHaveCount(1);
  await expect(widget.getByText(words, { exact: true })).toHaveCount(1);
  await keep(patient, "another-site-messages");
  await widget.getByRole("button", { name: "Close" }).click();

  // The site's own styles did not reach the library's button, nor the library's the site's.
  const spacing = (name: string) =>
    patient
      .getByRole("button", { name })
      .first()
      .evaluate((element) => getComputedStyle(element).letterSpacing);
  expect([await spacing("Messages"), await spacing("Français")]).toEqual(["normal", "2.66667px"]);

  await ring.click();
  await expect(patient.getByText("Video call, it rings…")).toBeVisible();
  await expect(doctor.getByText(/is calling you/)).toBeVisible();
  await doctor.getByRole("button", { name: "Answer with video" }).click();
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
  await keep(patient, "another-site-call");
  await patient.getByRole("button", { name: "Make the call small" }).click();
  await patient.getByRole("button", { name: "Back to the call" }).click();
  await expectFlow(patient, { video: 1, audio: 1 });

  // Leaving ends the call for both; the portal is as before.
  await patient.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(doctor.getByRole("heading", { name: "The consultation is over" })).toBeVisible();
  await patient.getByRole("link", { name: "Back to your page" }).click();
  await expect(patient.getByRole("region", { name: "Call" })).toHaveCount(0);
  await expect(patient).toHaveTitle("Les Tilleuls");
});
