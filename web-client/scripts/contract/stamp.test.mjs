import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contract, document, stampOf } from "./stamp.mjs";

test("the types of the HTTP API are those of its document; if not: npm run build:contract", () => {
  const [, second] = readFileSync(contract, "utf8").split("\n");
  expect(second).toBe(`// ${stampOf(readFileSync(document, "utf8"))}`);
});
