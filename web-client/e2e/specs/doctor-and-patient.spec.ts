// A doctor opens a consultation, a patient comes in by its code, they see and hear each other.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { lost } from "../harness/statistics.ts";

test("a doctor and a patient see and hear each other", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  await expect(doctor.getByText(PATIENT).first()).toBeVisible();
  // The voices of these people never rest.
  await expect(doctor.locator('.tile[data-speaking="true"]')).toContainText("speaking");
  await keep(doctor, "call-doctor");
  await keep(patient, "call-patient");
  for (const page of [doctor, patient]) {
    expect(await lost(page)).toBeLessThanOrEqual(5);
  }
});

test("the pages of the call ask nobody but their own server", async ({ people }) => {
  const page = await people.page("doctor");
  const foreign: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(http|ws)/.test(url.protocol) && url.host !== new URL(process.env.E2E_URL ?? "").host)
      foreign.push(request.url());
  });
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.goto("/conference");
  await page.getByLabel("Consultation code").waitFor();
  expect(foreign).toEqual([]);
  expect(refused).toEqual([]);
});
