import { describe, expect, test } from "vitest";
import type { PathFigures, PathReport } from "../protocol/networkTest";
import { judge } from "./networkVerdict";

const good: PathFigures = {
  up_kbit_s: 2400,
  down_kbit_s: 2400,
  up_loss_permille: 0,
  round_trip_loss_permille: 0,
  jitter_ms: 5,
  rtt_ms: 40,
};
const ok = (path: PathReport["path"], figures: Partial<PathFigures> = {}): PathReport => ({
  path,
  outcome: "ok",
  figures: { ...good, ...figures },
});
const without = (path: PathReport["path"], outcome: "failed" | "not_offered"): PathReport => ({
  path,
  outcome,
  figures: null,
});

describe("a network is judged by what a call needs", () => {
  const cases: [string, Partial<PathFigures>, string, string | null][] = [
    ["a fast one", {}, "video", null],
    ["one that is just fast enough", { up_kbit_s: 800, down_kbit_s: 800 }, "video", null],
    ["a slow uplink", { up_kbit_s: 799 }, "small_video", "slow_up"],
    ["a slow downlink", { down_kbit_s: 300 }, "small_video", "slow_down"],
    ["an uplink for a voice", { up_kbit_s: 90 }, "audio", "slow_up"],
    ["less than a voice", { up_kbit_s: 30 }, "poor", "slow_up"],
    ["some loss", { up_loss_permille: 60 }, "small_video", "loss"],
    ["much loss", { round_trip_loss_permille: 150 }, "audio", "loss"],
    ["loss before all else", { round_trip_loss_permille: 60, up_kbit_s: 300 }, "small_video", "loss"],
    ["a satellite", { rtt_ms: 620 }, "audio", "delay"],
    ["a swaying one", { jitter_ms: 100 }, "small_video", "delay"],
    ["figures that are not known", { rtt_ms: null, up_loss_permille: null }, "video", null],
  ];
  for (const [name, figures, level, reason] of cases) {
    test(name, () => {
      expect(judge([ok("udp", figures)])).toEqual({ level, reason });
    });
  }
});

test("the best path that works is the one that counts", () => {
  const slowDetour = ok("tcp", { up_kbit_s: 30 });
  expect(judge([slowDetour, ok("udp")])?.level).toBe("video");
  expect(judge([without("udp", "failed"), slowDetour])?.level).toBe("poor");
});

test("a detour is told of, unless something else is worse", () => {
  const noUdp = without("udp", "failed");
  expect(judge([noUdp, ok("tcp")])).toEqual({ level: "video", reason: "detour" });
  expect(judge([noUdp, ok("tcp", { up_kbit_s: 300 })])).toEqual({ level: "small_video", reason: "slow_up" });
});

test("nothing is called blocked before every path was tried", () => {
  const failed = [without("udp", "failed"), without("tcp", "failed")];
  expect(judge([])).toBeNull();
  expect(judge(failed)).toBeNull();
  expect(judge([...failed, without("turn_tls", "not_offered")])).toEqual({ level: "blocked", reason: null });
});
