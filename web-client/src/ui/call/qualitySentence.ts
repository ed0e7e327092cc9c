import type { Connection } from "../../protocol/events";
import type { Translate } from "../i18n/translate";

/** Why the connection is less than good, what becomes of the pictures, what helps; null where there is nothing to say. */
export function qualitySentence(t: Translate, { quality, reason, video }: Connection): string | null {
  if (quality === null || quality === "good" || reason === null) return null;
  const cause = t(`quality.cause.${reason}`);
  const remedy = t(`quality.remedy.${reason}`);
  if (video === "full") return t("quality.causeAlone", { cause, remedy });
  return t("quality.causeWithEffect", { cause, remedy, effect: t(`quality.effect.${video}`) });
}
