import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { besideWords } from "./besideWords";
import { enEmbedded } from "./enEmbedded";
import { words as enWords } from "./enWords";
import { frEmbedded } from "./frEmbedded";
import { words as frWords } from "./frWords";
import { networkPageWords } from "./networkPageWords";
import { signedInWords } from "./signedInWords";

const french = flat({
  ...frWords,
  ...besideWords.fr,
  ...networkPageWords.fr,
  ...signedInWords.fr,
  ...frEmbedded,
});
const english = flat({
  ...enWords,
  ...besideWords.en,
  ...networkPageWords.en,
  ...signedInWords.en,
  ...enEmbedded,
});

test("both languages have the same words with the same gaps", () => {
  expect(Object.keys(english)).toEqual(Object.keys(french));
  const gaps = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(String).sort();
  for (const key of Object.keys(french))
    expect([key, gaps(english[key] ?? "")]).toEqual([key, gaps(french[key] ?? "")]);
});

test("no sentence raises its voice or uses the trade's words", () => {
  const trade = /!|\boops\b|\b(stream|ICE|track|peer|session id)\b/;
  for (const [key, text] of Object.entries({ ...french, ...english }))
    expect([key, trade.test(text)]).toEqual([key, false]);
});

test("French punctuation stands after a space that does not break", () => {
  for (const [key, text] of Object.entries(french))
    expect([key, / [:?;»]|« /.test(text)]).toEqual([key, false]);
});

test("every word that a screen asks for exists", () => {
  for (const [file, text] of sources(join(import.meta.dirname, ".."))) {
    for (const [, key = ""] of text.matchAll(/\bt\("([\w.-]+)"/g)) {
      const found = Object.keys(french).some(
        (known) => known === key || known.startsWith(`${key}_`) || known.startsWith(`${key}.`),
      );
      expect([file, key, found]).toEqual([file, key, true]);
    }
  }
});

function flat(tree: object, path = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value]] : Object.entries(flat(value, `${path}${key}.`)),
    ),
  );
}

function sources(folder: string): [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".tsx") ? [[entry.name, readFileSync(path, "utf8")]] : [];
  });
}
