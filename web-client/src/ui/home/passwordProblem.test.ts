import { expect, test } from "vitest";
import { passwordProblem } from "./passwordProblem";

test("characters count for the least length, bytes for the greatest", () => {
  expect(passwordProblem("a".repeat(11))).toBe("short");
  // Six characters of two UTF-16 units each.
  expect(passwordProblem("\u{1F33F}".repeat(6))).toBe("short");
  expect(passwordProblem("a".repeat(12))).toBeNull();
  expect(passwordProblem("a".repeat(256))).toBeNull();
  expect(passwordProblem("é".repeat(129))).toBe("long");
});
