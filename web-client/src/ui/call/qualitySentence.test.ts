import { expect, test } from "vitest";
import type { QualityReason, VideoStep } from "../../protocol/events";
import { enQuality } from "../i18n/enQuality";
import { frQuality } from "../i18n/frQuality";
import { translator } from "../i18n/translate";
import { qualitySentence } from "./qualitySentence";

const reasons: QualityReason[] = ["narrow_downlink", "uplink_loss", "downlink_loss", "delay", "silence"];
const steps: VideoStep[] = ["full", "smaller", "slower", "paused", "audio_only"];

const speakers = { en: translator("en", enQuality), fr: translator("fr", frQuality) };

test("each cause with each step has a sentence of its own that says what to do", () => {
  for (const language of ["en", "fr"] as const) {
    const t = speakers[language];
    const sentences = reasons.flatMap((reason) =>
      steps.map((video) => qualitySentence(t, { quality: "poor", reason, video })),
    );
    expect(new Set(sentences).size).toBe(25);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^{}]+\. [A-Z][^{}]+\.$/);
  }
});

test("slow networks are told what the pause is for", () => {
  const slow = { quality: "poor", reason: "narrow_downlink", video: "paused" } as const;
  expect(qualitySentence(speakers.en, slow)).toBe(
    "Your connection is slow: pictures pause so that sound gets through. " +
      "Move closer to your Wi-Fi router, or close what else uses the network.",
  );
});

test("of a good or unknown connection nothing is said", () => {
  const t = speakers.fr;
  expect(qualitySentence(t, { quality: "good", reason: "delay", video: "smaller" })).toBeNull();
  expect(qualitySentence(t, { quality: null, reason: null, video: "full" })).toBeNull();
  expect(qualitySentence(t, { quality: "fair", reason: null, video: "full" })).toBeNull();
});
