import { expect, test } from "vitest";
import { words } from "../i18n/enWords";
import { translator } from "../i18n/translate";
import { newsOf } from "./useHandNews";

const english = translator("en", words);
const nameOf = (id: string) => (id === "ana" ? "Ana" : undefined);
const news = (before: string[], after: string[]) => newsOf(english, before, after, "me", nameOf);

test("who raises a hand is named, somebody unknown is not", () => {
  expect(news([], ["ana"])).toEqual(["Ana raises a hand"]);
  expect(news(["ana"], ["ana", "gone"])).toEqual([]);
});

test("the own hand is told of both ways, also when the doctor lowers it", () => {
  expect(news([], ["me"])).toEqual(["Your hand is up"]);
  expect(news(["me", "ana"], ["ana"])).toEqual(["Your hand is down"]);
});

test("another hand that goes down is no news", () => {
  expect(news(["ana"], [])).toEqual([]);
});
