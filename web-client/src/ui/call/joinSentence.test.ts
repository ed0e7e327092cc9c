import { createInstance } from "i18next";
import { expect, test } from "vitest";
import type { JoinAdvice } from "../../protocol/joining";
import { enJoining } from "../i18n/enJoining";
import { frJoining } from "../i18n/frJoining";
import { isGrave, otherJoinSentence, ownJoinSentence } from "./joinSentence";

const advices: JoinAdvice[] = [
  "unreached",
  "no_handshake",
  "nothing_sent",
  "nothing_arrives",
  "no_frame",
  "another_way",
];

async function speaker(lng: "en" | "fr") {
  const language = createInstance();
  const resources = { en: { translation: enJoining }, fr: { translation: frJoining } };
  await language.init({ resources, lng, interpolation: { escapeValue: false } });
  return language.t;
}

test("each advice has a sentence for oneself and one for the doctor, in both languages", async () => {
  for (const language of ["en", "fr"] as const) {
    const t = await speaker(language);
    const own = advices.map((advice) => ownJoinSentence(t, advice, 8443));
    const other = advices.map((advice) => otherJoinSentence(t, "Ana", advice));
    expect(new Set([...own, ...other]).size).toBe(12);
    for (const sentence of [...own, ...other]) expect(sentence).toMatch(/^[A-Z][^{}]+\.$/);
    for (const sentence of other) expect(sentence).toContain("Ana");
  }
});

test("who is kept out learns what to ask the network's people for", async () => {
  const t = await speaker("en");
  expect(ownJoinSentence(t, "unreached", 8443)).toContain("port 8443 (UDP and TCP)");
  expect(ownJoinSentence(t, "unreached", null)).toContain("port 443 (UDP and TCP)");
});

test("the poorer way is told in these words", async () => {
  expect(ownJoinSentence(await speaker("en"), "another_way", 443)).toContain(
    "Your network blocks video traffic; we connected by another way, quality may be lower.",
  );
});

test("where all is well nothing is said, and what only costs quality is not grave", async () => {
  const t = await speaker("fr");
  expect(ownJoinSentence(t, null, 443)).toBeNull();
  expect(isGrave("another_way")).toBe(false);
  expect(isGrave("unreached")).toBe(true);
});
