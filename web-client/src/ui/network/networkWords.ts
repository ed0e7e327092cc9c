import type { NetworkLevel, NetworkVerdict } from "../../call/networkVerdict";
import type { Quality } from "../../protocol/events";
import type { Translate } from "../i18n/translate";

const qualities: Record<NetworkLevel, Quality> = {
  video: "good",
  small_video: "fair",
  audio: "poor",
  poor: "poor",
  blocked: "lost",
};

/** How good a call over such a network will be. */
export function qualityOf(level: NetworkLevel): Quality {
  return qualities[level];
}

/** What a test found, and what to do about it, for the person whose network it is. */
export function sentenceOf(t: Translate, verdict: NetworkVerdict): string {
  return [t(`network.sentence.${verdict.level}`), causeOf(t, verdict)].filter(Boolean).join(" ");
}

/** What to do, where there is something to do. */
export function remedyOf(t: Translate, verdict: NetworkVerdict): string | null {
  return verdict.level === "blocked" ? t("network.sentence.blocked") : causeOf(t, verdict);
}

function causeOf(t: Translate, { reason }: NetworkVerdict): string | null {
  return reason && t(`network.remedy.${reason}`);
}
