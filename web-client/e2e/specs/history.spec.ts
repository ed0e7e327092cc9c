// After a consultation its row and its report tell what was measured, not what was clicked.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { press } from "../harness/visit.ts";

test("a consultation that was held is in the history with its report, and can be taken away", async ({
  people,
}) => {
  const { doctor } = await callOfTwo(people);
  // Both have been there for a moment by the time that the store has heard of it.
  await press(doctor, "Leave");
  await doctor.goto("/history");
  const row = doctor.getByRole("row", { name: new RegExp(PATIENT) }).first();
  await expect(async () => {
    await doctor.reload();
    await expect(row).toContainText("Held", { timeout: 2_000 });
  }).toPass();
  await keep(doctor, "history");

  await row.getByRole("link", { name: /^Report/ }).click();
  await expect(doctor.getByRole("heading", { level: 1 })).toContainText(PATIENT);
  await expect(doctor.getByRole("img", { name: new RegExp(`${PATIENT}, there for`) })).toBeVisible();
  await expect(doctor.getByRole("row", { name: new RegExp(PATIENT) })).toContainText("Direct (UDP)");
  await keep(doctor, "history-report");

  await doctor.getByRole("navigation").getByRole("link", { name: "History" }).click();
  await press(doctor, "Export");
  const download = doctor.waitForEvent("download");
  await doctor.getByRole("menuitemradio", { name: "Table (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("history.csv");
});
