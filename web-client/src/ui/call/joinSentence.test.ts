import { expect, test } from "vitest";
import type { JoinAdvice } from "../../protocol/joining";
import { enJoining } from "../i18n/enJoining";
import { frJoining } from "../i18n/frJoining";
import { translator } from "../i18n/translate";
import { isGrave, otherJoinSentence, ownJoinSentence } from "./joinSentence";

const advices: JoinAdvice[] = [
  "unreached",
  "no_handshake",
  "nothing_sent",
  "nothing_arrives",
  "no_frame",
  "another_way",
];

const speakers = { en: translator("en", enJoining), fr: translator("fr", frJoining) };

test("each advice has a sentence for oneself and one for the doctor, in both languages", () => {
  for (const language of ["en", "fr"] as const) {
    const t = speakers[language];
    const own = advices.map((advice) => ownJoinSentence(t, advice, 8443));
    const other = advices.map((advice) => otherJoinSentence(t, "Ana", advice));
    expect(new Set([...own, ...other]).size).toBe(12);
    for (const sentence of [...own, ...other]) expect(sentence).toMatch(/^[A-Z][^{}]+\.$/);
    for (const sentence of other) expect(sentence).toContain("Ana");
  }
});

test("who is kept out learns what to ask the network's people for", () => {
  const t = speakers.en;
  expect(ownJoinSentence(t, "unreached", 8443)).toContain("port 8443 (UDP and TCP)");
  expect(ownJoinSentence(t, "unreached", null)).toContain("port 443 (UDP and TCP)");
});

test("the poorer way is told in these words", () => {
  expect(ownJoinSentence(speakers.en, "another_way", 443)).toContain(
    "Your network blocks video traffic; we connected by another way, quality may be lower.",
  );
});

test("where all is well nothing is said, and what only costs quality is not grave", () => {
  const t = speakers.fr;
  expect(ownJoinSentence(t, null, 443)).toBeNull();
  expect(isGrave("another_way")).toBe(false);
  expect(isGrave("unreached")).toBe(true);
});
