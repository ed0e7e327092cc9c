import { expect, test } from "vitest";
import { cornerAfter } from "./SelfView";

test("the arrow keys move the own picture from corner to corner", () => {
  expect(cornerAfter("se", "ArrowUp")).toBe("ne");
  expect(cornerAfter("ne", "ArrowLeft")).toBe("nw");
  expect(cornerAfter("nw", "ArrowDown")).toBe("sw");
  expect(cornerAfter("sw", "ArrowRight")).toBe("se");
  expect(cornerAfter("se", "ArrowRight")).toBe("se");
  expect(cornerAfter("se", "Tab")).toBeNull();
});
