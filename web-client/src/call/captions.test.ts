import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JoinAnswer } from "../protocol/consultation";
import { rowsOf } from "./captionRows";
import { Captions } from "./captions";
import { FakeSignaling } from "./testing/fakeSignaling";
import { joinAnswer } from "./testing/scene";

let signaling: FakeSignaling;
let captions: Captions;
let stored: Map<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  signaling = new FakeSignaling();
  stored = new Map();
  captions = open();
});
afterEach(() => {
  captions.close();
  vi.useRealTimers();
});

const storage = {
  getItem: (name: string) => stored.get(name) ?? null,
  setItem: (name: string, word: string) => void stored.set(name, word),
};
const open = (kind: JoinAnswer["kind"] = null) => new Captions(signaling, { ...joinAnswer(), kind }, storage);
const hear = (text: string, final = true, participantId: string | null = "p") =>
  signaling.emit("caption", { sessionId: "c", participantId, text, language: "fr", final });
const read = () => captions.getSnapshot().rows.map(({ text }) => text);

test("a line is seen for six seconds after the last", () => {
  expect(captions.getSnapshot()).toEqual({ wanted: true, heard: false, rows: [] });
  hear("Bonjour");
  expect(captions.getSnapshot().rows).toMatchObject([
    { participantId: "p", language: "fr", text: "Bonjour" },
  ]);
  vi.advanceTimersByTime(5_000);
  hear("Ça va ?", true, null);
  vi.advanceTimersByTime(5_000);
  expect(read()).toEqual(["Bonjour", "Ça va ?"]);
  vi.advanceTimersByTime(1_000);
  expect(captions.getSnapshot()).toEqual({ wanted: true, heard: true, rows: [] });
});

test("what comes at once rolls up, two rows at a time, each long enough to be read", () => {
  for (const text of ["one", "two", "three", "four"]) hear(text);
  expect(read()).toEqual(["one", "two"]);
  vi.advanceTimersByTime(1_800);
  expect(read()).toEqual(["two", "three"]);
  vi.advanceTimersByTime(1_800);
  expect(read()).toEqual(["three", "four"]);
  vi.advanceTimersByTime(6_000);
  expect(read()).toEqual([]);
});

test("whoever is far behind goes on with what is new", () => {
  for (let line = 1; line <= 50; line += 1) hear(`${line}`);
  expect(read()).toEqual(["39", "40"]);
});

test("words that are added take the place of the line, and its end is seen", () => {
  hear("Where does it", false);
  hear("Yes", true, "other");
  hear("Where does it hurt", false);
  expect(read()).toEqual(["Yes", "Where does it hurt"]);
  hear("Where does it hurt when you lift the left arm above your head?");
  expect(read()).toEqual(["Where does it hurt when you lift", "the left arm above your head?"]);
  hear("Here");
  vi.advanceTimersByTime(1_800);
  expect(read()).toEqual(["the left arm above your head?", "Here"]);
});

test("rows break between words, and words that fill more than a row are cut", () => {
  expect(rowsOf("a")).toEqual(["a"]);
  const long = "x".repeat(40);
  expect(rowsOf(`short ${long} words follow`)).toEqual([
    "short",
    "x".repeat(32),
    `${"x".repeat(8)} words follow`,
  ]);
  const rows = rowsOf(
    "Prenez ce médicament deux fois par jour, le matin et le soir, avec un grand verre d’eau.",
  );
  expect(rows.join(" ")).toContain("un grand verre d’eau.");
  expect(rows.every((row) => row.length <= 32)).toBe(true);
});

test("whether they are wanted is remembered", () => {
  captions.want(false);
  expect(open().getSnapshot().wanted).toBe(false);
  captions.want(true);
  expect(open().getSnapshot().wanted).toBe(true);
});

test("one sends a line oneself, who has that part", async () => {
  expect([null, "relative", "interpreter"].map((kind) => open(kind as JoinAnswer["kind"]).mayWrite)).toEqual([
    false,
    false,
    true,
  ]);
  signaling.state({ name: "connected" });
  await captions.send({ text: "Bonjour", language: "fr" });
  expect(signaling.dataOf("caption")).toEqual([{ sessionId: "c", text: "Bonjour", language: "fr" }]);
});
