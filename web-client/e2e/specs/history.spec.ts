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
    // Which of them is a matter of how long it took.
    await expect(row).toContainText(/Held|Good|Fair/, { timeout: 2_000 });
  }).toPass();
  await keep(doctor, "history");

  await row.getByRole("link", { name: /^Report/ }).click();
  await expect(doctor.getByRole("heading", { level: 1 })).toContainText(PATIENT);
  const plot = (name: RegExp) => doctor.getByRole("img", { name });
  await expect(plot(new RegExp(`^You heard ${PATIENT}: good`))).toBeVisible();
  await expect(plot(new RegExp(`^${PATIENT} saw you: `))).toBeVisible();
  await expect(plot(/^Video received: \d+ kbit\/s on average/)).toBeVisible();
  const rows = doctor.getByRole("row", { name: new RegExp(PATIENT) });
  await expect(rows.filter({ hasText: "Direct (UDP)" })).toContainText(/there for .*%.* ms/);
  const figures = doctor.getByRole("table", { name: "Figures of each minute" });
  await expect(figures.getByRole("row", { name: new RegExp(PATIENT) })).toContainText(
    /\d of 5, good.*\d %.*\d ms/,
  );
  await doctor.locator("summary", { hasText: PATIENT }).click();
  await expect(doctor.getByRole("table", { name: `${PATIENT}, each minute` })).toContainText("of 5, good");
  await keep(doctor, "history-report");
  const minutes = doctor.waitForEvent("download");
  await press(doctor, "Download report");
  expect((await minutes).suggestedFilename()).toBe("report.csv");

  await doctor.getByRole("navigation").getByRole("link", { name: "History" }).click();
  await press(doctor, "Export");
  const download = doctor.waitForEvent("download");
  await doctor.getByRole("menuitemradio", { name: "Table (CSV)" }).click();
  expect((await download).suggestedFilename()).toBe("history.csv");
});
