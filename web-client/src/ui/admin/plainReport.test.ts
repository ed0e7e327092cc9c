import { expect, test } from "vitest";
import { plainReport } from "./plainReport";

test("a report for whoever helps has what was found and what to do", () => {
  const report = plainReport({
    version: "1.2.3",
    up_s: 61,
    checks: [
      { name: "disk", verdict: "warn", says: "500 MiB free", remedy: "free some" },
      { name: "media", verdict: "pass", says: "it answers" },
    ],
    rooms: 1,
    participants: 2,
    busy_ratios: [0.062],
  });
  expect(report.split("\n")).toEqual([
    "Vestibule 1.2.3, up 61 s",
    "warn  disk: 500 MiB free - do: free some",
    "pass  media: it answers",
    "rooms 1, participants 2, media threads busy 6 %",
    "",
  ]);
});
