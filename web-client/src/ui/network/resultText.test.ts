import { expect, test } from "vitest";
import type { PathFinding } from "../../call/networkTestOptions";
import { asJson, asText } from "./resultText";

const findings: PathFinding[] = [
  {
    path: "udp",
    outcome: "ok",
    figures: {
      up_kbit_s: 2400,
      down_kbit_s: 2300,
      up_loss_permille: null,
      round_trip_loss_permille: 5,
      jitter_ms: 4,
      rtt_ms: 30,
    },
    port: 443,
  },
  { path: "tcp", outcome: "failed", figures: null, port: null },
];
const circumstances = { server: "clinic.example", at: "2026-11-21T10:00:00.000Z", browser: "a browser" };
/** Says the key, so that words may change. */
const t = ((key: string) => key.split(".").at(-1) ?? "") as never;

test("a result as text has a line for each way, without figures that are not known", () => {
  expect(asText(t, findings, circumstances).split("\n")).toEqual([
    "title: clinic.example, 2026-11-21T10:00:00.000Z",
    "video",
    "udp (port): ok; up 2400; down 2300; roundTripLoss 0.5; jitter 4; rtt 30",
    "tcp: failed",
    "a browser",
  ]);
});

test("a result as JSON has everything", () => {
  const read = JSON.parse(asJson(findings, circumstances));
  expect(read).toEqual({ ...circumstances, verdict: { level: "video", reason: null }, paths: findings });
});
