import { expect, test } from "vitest";
import { fileSize } from "./fileSize";

test("sizes are told in the unit that fits", () => {
  expect(fileSize(840_000, "en")).toBe("840 kB");
  expect(fileSize(2_440_000, "en")).toBe("2.4 MB");
  expect(fileSize(12, "en")).toBe("1 kB");
  expect(fileSize(2_440_000, "fr").replace(/\s/g, " ")).toBe("2,4 Mo");
});
