import { expect, test } from "vitest";
import { brokenLaws } from "./check-arrows.mjs";

test("an arrow down is lawful", () => {
  expect(brokenLaws({ "ui/a.tsx": 'import { Call } from "../call/call";\nimport "react";' })).toEqual([]);
});

test("an arrow up is reported", () => {
  expect(brokenLaws({ "call/a.ts": 'import { Page } from "../ui/page";' })).toEqual([
    "call/a.ts imports upward from ui",
  ]);
});

test("React below ui is reported", () => {
  expect(brokenLaws({ "media/a.ts": 'import { useState } from "react";' })).toHaveLength(1);
});

test("a long file is reported", () => {
  expect(brokenLaws({ "app/a.ts": "\n".repeat(200) })).toHaveLength(1);
});

test("the worker stands alone", () => {
  const broken = brokenLaws({ "worker/a.ts": 'import "./b";\nimport { t } from "../ui/i18n/language";' });
  expect(broken).toEqual(["worker/a.ts imports ../ui/i18n/language, yet the worker is one script"]);
});
