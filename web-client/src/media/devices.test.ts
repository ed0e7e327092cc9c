import { expect, test } from "vitest";
import { problemOf } from "./devices";

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
