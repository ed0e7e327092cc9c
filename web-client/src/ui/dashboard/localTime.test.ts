import { expect, test } from "vitest";
import { localTime } from "./localTime";

test("what the field is given is read back as the same minute, wherever the clock stands", () => {
  expect(localTime(new Date(2026, 0, 5, 9, 3))).toBe("2026-01-05T09:03");
  const at = new Date("2026-07-14T10:30:00Z");
  expect(new Date(localTime(at))).toEqual(at);
});
