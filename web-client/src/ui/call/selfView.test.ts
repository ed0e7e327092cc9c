import { expect, test } from "vitest";
import { cornerAfter } from "./SelfView";

test("the arrow keys move the own picture from corner to corner", () => {
  expect(cornerAfter("se", "ArrowUp", false)).toBe("ne");
  expect(cornerAfter("ne", "ArrowLeft", false)).toBe("nw");
  expect(cornerAfter("nw", "ArrowDown", false)).toBe("sw");
  expect(cornerAfter("sw", "ArrowRight", false)).toBe("se");
  expect(cornerAfter("se", "ArrowRight", false)).toBe("se");
  expect(cornerAfter("se", "Tab", false)).toBeNull();
});

test("where lines run from right to left, the arrow keys still move it as they point", () => {
  expect(cornerAfter("se", "ArrowRight", true)).toBe("sw");
  expect(cornerAfter("sw", "ArrowLeft", true)).toBe("se");
});
