import type { HistoryEntry } from "../../protocol/history";
import type { Translate } from "../i18n/translate";

/** Whom a consultation was with: the patient's account, else who came, else what the doctor called it. */
export function nameOf(t: Translate, entry: HistoryEntry): string {
  const came = entry.participants.find(({ role }) => role !== "doctor");
  return entry.patient?.name ?? came?.display_name ?? entry.title ?? t("history.nobody");
}

/** Who else was there, each once. */
export function companions({ participants }: HistoryEntry, name: string): string[] {
  const others = participants.filter((person) => person.role === "guest" && person.display_name !== name);
  return [...new Set(others.map((person) => person.display_name))];
}

/** 21 Nov, with the year where it is another than this one. */
export function shortDay(at: Date, language: string): string {
  const year = at.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  const locale = language.startsWith("fr") ? "fr-FR" : "en-GB";
  return at.toLocaleDateString(locale, { day: "numeric", month: "short", ...(year && { year }) });
}

const day = 86_400_000;

/** Today, Yesterday, 20 Nov. */
export function nearDay(at: Date, language: string): string {
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0);
  const ago = Math.round((midnight(new Date()) - midnight(at)) / day);
  if (ago !== 0 && ago !== 1) return shortDay(at, language);
  const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-ago, "day");
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** 10:57:18. */
export function exactTime(at: number, language: string): string {
  const locale = language.startsWith("fr") ? "fr-FR" : "en-GB";
  return new Date(at).toLocaleTimeString(locale, { timeStyle: "medium" });
}
