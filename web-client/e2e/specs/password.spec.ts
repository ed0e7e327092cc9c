// Whom an administrator invites sets a password by the link, once, and signs in.

import { invite } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { button } from "../harness/visit.ts";

const PASSWORD = "a sentence to remember";

test("an invitation's link sets a password, once", async ({ people }) => {
  const email = `password-${Date.now()}@demo.test`;
  const link = new URL(await invite(email, "Dr Paul Girard"));
  const page = await people.page("doctor");
  await page.goto(link.pathname + link.hash);
  const field = page.getByLabel("New password");
  await field.fill("too short");
  await button(page, "Save").click();
  await expect(page.getByText("Too few characters")).toBeVisible();
  await keep(page, "password");
  await field.fill(PASSWORD);
  await button(page, "Save").click();
  await expect(page.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(/\/webrtc$/);

  const other = await people.page("patient");
  await other.goto(link.pathname + link.hash);
  await other.getByLabel("New password").fill(PASSWORD);
  await button(other, "Save").click();
  await expect(other.getByText("was used already")).toBeVisible();
});
