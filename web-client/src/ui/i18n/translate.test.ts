import { expect, test } from "vitest";
import { type Translate, translator } from "./translate";
import { Translation } from "./translation";

const words = {
  call: { joined: "{{name}} came to {{where}}", price: "$& {{name}}" },
  people_zero: "nobody",
  people_one: "{{count}} person",
  people_other: "{{count}} people",
  minutes: "{{count}} min",
};
/** Keys of these words, not of the client's. */
const said = (t: Translate) => t as (key: string, gaps?: Record<string, string | number>) => string;
const english = said(translator("en", words));

test("gaps are filled with what is given, as it is", () => {
  expect(english("call.joined", { name: "<Ana> {{where}} $1", where: "Paris" })).toBe(
    "<Ana> {{where}} $1 came to Paris",
  );
  expect(english("call.joined", { name: "Ana" })).toBe("Ana came to ");
});

test("a count chooses the form of its language", () => {
  expect([0, 1, 2].map((count) => english("people", { count }))).toEqual(["nobody", "1 person", "2 people"]);
  expect(english("minutes", { count: 1 })).toBe("1 min");
  const french = said(
    translator("fr", { people_one: "{{count}} personne", people_other: "{{count}} personnes" }),
  );
  expect([0, 1, 2, 1e6].map((count) => french("people", { count }))).toEqual([
    "0 personne",
    "1 personne",
    "2 personnes",
    "1000000 personnes",
  ]);
});

test("what has no text is said by its name", () => {
  for (const key of ["call", "call.nothing", "call.joined.more", "constructor", "people"])
    expect(english(key)).toBe(key);
});

test("words that come later are there at once, those of another language when it is spoken", () => {
  const translation = new Translation("en");
  let changes = 0;
  translation.subscribe(() => changes++);
  const now = () => said(translation.getSnapshot().t)("call.mute");
  translation.add("fr", { call: { mute: "Couper" } });
  expect([now(), changes]).toEqual(["call.mute", 0]);
  translation.add("en", { call: { mute: "Mute" } });
  translation.add("en", { chat: { send: "Send" } });
  expect([now(), changes]).toEqual(["Mute", 2]);
  translation.speak("fr");
  expect([now(), translation.getSnapshot().language]).toEqual(["Couper", "fr"]);
});
