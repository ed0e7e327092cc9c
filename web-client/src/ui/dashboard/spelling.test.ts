import { expect, test } from "vitest";
import { codeAlphabet } from "../../protocol/conferenceCode";
import { spelled } from "./spelling";

test("a code is read out in the language of the page", () => {
  expect(spelled("R6M 4TX", "fr")).toBe("Raoul, 6, Marcel, 4, Thérèse, Xavier");
  expect(spelled("R6M 4TX", "en")).toBe("Romeo, 6, Mike, 4, Tango, X-ray");
});

test.each(["fr", "en"])("every letter of the alphabet has its word in %s", (language) => {
  for (const letter of codeAlphabet.replace(/\d/g, "")) {
    expect(spelled(letter, language).length).toBeGreaterThan(1);
    expect(spelled(letter, language)[0]).toBe(letter);
  }
});
