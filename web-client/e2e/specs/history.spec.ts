// After a consultation its row and its report tell what was measured, not what was clicked.

import { callOfTwo, PATIENT } from "../harness/call.ts";
import { measuredInLatest } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { press } from "../harness/visit.ts";

test("a consultation that was held is in the history with its report, and can be taken away", async ({
  people,
}) => {
  const { doctor } = await callOfTwo(people);
  // The media node tells of both each ten seconds, which are kept as often.
  await expect.poll(measuredInLatest, { timeout: 40_000 }).toBe(2);
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
  const rows = doctor.getByRole("row", { name: new RegExp(PATIENT) });
  await expect(rows.filter({ hasText: "Direct (UDP)" })).toBeVisible();
  const scores = doctor.getByRole("img", {
    name: new RegExp(`${PATIENT}: sound received \\d\\.\\d of 5, good`),
  });
  await expect(scores).toBeVisible();
  const figures = doctor.getByRole("table", { name: "Sound and picture, minute by minute" });
  await expect(figures.getByRole("row", { name: new RegExp(PATIENT) })).toContainText(
    /\d of 5, good.*\d %.*\d ms/,
  );
  await doctor.locator("summary", { hasText: PATIENT }).click();
  await expect(doctor.getByRole("table", { name: `${PATIENT}, each minute` })).toContainText("of 5, good");
  await keep(doctor, "history-report");
  const minutes = doctor.waitForEvent("download");
  await press(doctor, "Download");
  expect((await minutes).suggestedFilename()).toBe("report.csv");

  await doctor.getByRole("navigation").getByRole("link", { name: "History" }).click();
  await press(doctor, "Export");
  const download = doctor.waitForEvent("download");
  await doctor.getByRole("menuitemradio", { name: "Table (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("history.csv");
});
