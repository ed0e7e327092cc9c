import { expect, test } from "vitest";
import {
  isWholeCode,
  lettersOutsideAlphabet,
  normaliseCode,
  shareTokenIn,
  spacedCode,
} from "./conferenceCode";

test("spaces, hyphens and case do not matter", () => {
  expect(normaliseCode(" h7k-4px ")).toBe("H7K4PX");
  expect(isWholeCode("h7k 4px")).toBe(true);
  expect(spacedCode("h7k4px")).toBe("H7K 4PX");
});

test("a letter outside the alphabet is named once", () => {
  expect(lettersOutsideAlphabet("OO1A")).toEqual(["O", "1"]);
  expect(isWholeCode("H7K4PO")).toBe(false);
});

test("a pasted link yields its share token, other text does not", () => {
  expect(shareTokenIn("https://visio.example/conference/join/9fQ-x_1?lang=fr")).toBe("9fQ-x_1");
  expect(shareTokenIn("H7K 4PX")).toBeNull();
});
