import { expect, test } from "vitest";
import { dayOf, timeInSentence, timeOfDay } from "./clock";

const at = new Date(2025, 10, 21, 9, 5);

test("times and days as each language writes them", () => {
  expect(timeOfDay(at, "fr")).toBe("09:05");
  expect(timeOfDay(at, "en")).toBe("09:05");
  expect(timeInSentence(at, "fr")).toBe("9\u00a0h\u00a005");
  expect(timeInSentence(at, "en")).toBe("09:05");
  expect(dayOf(at, "fr")).toBe("Vendredi 21 novembre");
  expect(dayOf(at, "en")).toBe("Friday 21 November");
});
