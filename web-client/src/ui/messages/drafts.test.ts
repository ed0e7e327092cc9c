import { expect, test } from "vitest";
import { draftOf, keepDraft, suggestDraft, takeSuggestion } from "./drafts";

test("what is suggested stands once below what was begun", () => {
  keepDraft("thread", "Hello");
  for (let again = 0; again < 2; again++) {
    suggestDraft("ana", "A cable helps.");
    takeSuggestion("ana", "thread");
  }
  expect(draftOf("thread")).toBe("Hello\nA cable helps.");
  keepDraft("thread", "");
  takeSuggestion("ana", "thread");
  expect(draftOf("thread")).toBe("");
});
