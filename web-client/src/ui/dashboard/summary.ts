import type { Consultation } from "../../protocol/consultation";
import { timeOfDay } from "../i18n/clock";
import type { Translate } from "../i18n/translate";
import { due, isOver } from "./day";

/** How far the day is: what is done, when the next one begins. */
export function summary(t: Translate, day: readonly Consultation[], language: string): string {
  const count = day.length;
  if (count === 0) return t("day.summaryNone");
  const next = day.find((one) => !isOver(one) && due(one) > Date.now());
  const done = t("day.summary", { done: day.filter(isOver).length, count });
  return next ? `${done}, ${t("day.next", { time: timeOfDay(new Date(due(next)), language) })}` : done;
}
