import { afterEach, expect, test, vi } from "vitest";
import { browserDevices, problemOf } from "./devices";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "in-use"],
  ["AbortError", "in-use"],
  ["SecurityError", "insecure"],
  ["TypeError", "failed"],
])("%s means %s", (name, problem) => {
  expect(problemOf(new DOMException("", name))).toBe(problem);
});

test("on a page without https nobody is asked, and the reason is told", async () => {
  vi.stubGlobal("navigator", {});
  expect(await browserDevices.permission("camera")).toBe("denied");
  await expect(browserDevices.open("camera")).rejects.toMatchObject({ problem: "insecure" });
});
