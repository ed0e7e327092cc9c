import type { Translate } from "../i18n/translate";

/** 40 s, 2 min 5 s, 18 min: seconds matter as long as there are few minutes. */
export function howLong(t: Translate, seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return t("history.seconds", { count: whole });
  const minutes = Math.floor(whole / 60);
  if (whole >= 600 || whole % 60 === 0) return t("history.minutes", { count: Math.round(whole / 60) });
  return t("history.minutesSeconds", { minutes, seconds: whole % 60 });
}
