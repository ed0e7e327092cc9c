import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../protocol/apiError";
import { begun, figures, type Plan, scene, up } from "./testing/networkScene";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("each path is measured alone, the one that a call takes for longest", async () => {
  const { test, server, measured, open } = scene({ udp: up(90), tcp: up(100), turn_tls: up(200) });
  const over = test.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(measured).toEqual([["udp", 5000]]);
  await vi.runAllTimersAsync();
  await over;
  expect(measured).toEqual([
    ["udp", 5000],
    ["tcp", 2500],
    ["turn_tls", 2500],
  ]);
  const { state, progress, findings } = test.getSnapshot();
  expect([state, progress]).toEqual(["done", 1]);
  expect(findings[0]).toEqual({ path: "udp", outcome: "ok", figures, port: 443 });
  expect(server.end).toHaveBeenCalledWith(begun);
  expect(open).toEqual(new Set());
});

test("a slow sender has all the time there is on the path that a call takes, none more on the others", async () => {
  const slow = { ...figures, up_kbit_s: 300 };
  const path = { ...up(0), measured: slow };
  const { test, measured } = scene({ udp: path, tcp: path, turn_tls: path });
  void test.start();
  await vi.runAllTimersAsync();
  expect(measured.map(([, milliseconds]) => milliseconds)).toEqual([8000, 2500, 2500]);
});

test("a better path that comes up a little later goes first", async () => {
  const { test, measured } = scene({ udp: up(400), tcp: up(100), turn_tls: up(100) });
  void test.start();
  await vi.runAllTimersAsync();
  expect(measured[0]).toEqual(["udp", 5000]);
});

test("nobody waits for a path that is shut while another can be measured", async () => {
  const shut: Plan = { after: 6000, standing: "failed" };
  const { test, measured } = scene({
    udp: shut,
    tcp: up(100),
    turn_tls: { after: 0, standing: "not_offered" },
  });
  void test.start();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(measured).toEqual([["tcp", 5000]]);
  await vi.runAllTimersAsync();
  const { state, findings } = test.getSnapshot();
  expect(state).toBe("done");
  expect(findings.map(({ path, outcome }) => [path, outcome])).toEqual([
    ["udp", "failed"],
    ["tcp", "ok"],
    ["turn_tls", "not_offered"],
  ]);
});

test("a path that connects and brings nothing back has failed", async () => {
  const { test, measured } = scene({ udp: { ...up(0), measured: null }, tcp: up(0), turn_tls: up(0) });
  void test.start();
  await vi.runAllTimersAsync();
  expect(test.getSnapshot().findings[0]).toMatchObject({ path: "udp", outcome: "failed", figures: null });
  expect(measured[1]).toEqual(["tcp", 5000]);
});

test("stopping keeps what was found, leaves nothing open", async () => {
  const { test, open, server } = scene({ udp: up(0), tcp: up(0), turn_tls: up(0) });
  void test.start();
  await vi.advanceTimersByTimeAsync(6_000);
  test.stop();
  await vi.runAllTimersAsync();
  const { state, findings } = test.getSnapshot();
  expect([state, findings.map(({ path }) => path)]).toEqual(["stopped", ["udp"]]);
  expect(open).toEqual(new Set());
  expect(server.end).toHaveBeenCalledTimes(1);
});

test("stopping before the server has answered ends the test there too", async () => {
  const { test, server, open } = scene({ udp: up(0), tcp: up(0), turn_tls: up(0) });
  void test.start();
  test.stop();
  await vi.runAllTimersAsync();
  expect(server.end).toHaveBeenCalledTimes(1);
  expect(open).toEqual(new Set());
});

test("a test that is begun again hears nothing of the one before", async () => {
  const { test, measured, server } = scene({ udp: up(400), tcp: up(100), turn_tls: up(200) });
  void test.start();
  await vi.advanceTimersByTimeAsync(3_000);
  test.stop();
  void test.start();
  await vi.advanceTimersByTimeAsync(4_000);
  // The older measurement of UDP is over by now.
  expect(test.getSnapshot()).toMatchObject({ state: "running", findings: [] });
  await vi.runAllTimersAsync();
  expect(test.getSnapshot().state).toBe("done");
  expect(test.getSnapshot().findings.map(({ path }) => path)).toEqual(["udp", "tcp", "turn_tls"]);
  expect(measured.map(([path]) => path)).toEqual(["udp", "udp", "tcp", "turn_tls"]);
  expect(server.end).toHaveBeenCalledTimes(2);
});

test("a server that takes no test says nothing of the network", async () => {
  const { test, server } = scene({ udp: up(0), tcp: up(0), turn_tls: up(0) });
  server.begin.mockRejectedValueOnce(new ApiError("rate_limited", 429));
  await test.start();
  expect(test.getSnapshot()).toMatchObject({ state: "refused", problem: "rate_limited", findings: [] });
  await Promise.all([test.start(), vi.runAllTimersAsync()]);
  expect(test.getSnapshot()).toMatchObject({ state: "done", problem: null });
});

test("an offer that is not answered is no path's failure", async () => {
  const away: Plan = { after: 10, standing: new ApiError("media_away", 503) };
  const { test, open } = scene({ udp: away, tcp: away, turn_tls: away });
  void test.start();
  await vi.runAllTimersAsync();
  expect(test.getSnapshot()).toMatchObject({ state: "refused", problem: "media_away", findings: [] });
  expect(open).toEqual(new Set());
});
