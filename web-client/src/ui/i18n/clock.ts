/** The English of the clinics' world counts hours to 24 and puts the day before the month. */
function locale(language: string): string {
  return language.startsWith("fr") ? "fr-FR" : "en-GB";
}

/** 10:30, for tables and lists. */
export function timeOfDay(at: Date, language: string): string {
  return at.toLocaleTimeString(locale(language), { hour: "2-digit", minute: "2-digit" });
}

/** 10 h 30 in a French sentence, 10:30 in an English one. */
export function timeInSentence(at: Date, language: string): string {
  const minutes = String(at.getMinutes()).padStart(2, "0");
  return language.startsWith("fr") ? `${at.getHours()}\u00a0h\u00a0${minutes}` : timeOfDay(at, language);
}

/** Friday 21 November. */
export function dayOf(at: Date, language: string): string {
  const day = at.toLocaleDateString(locale(language), { weekday: "long", day: "numeric", month: "long" });
  return day.charAt(0).toUpperCase() + day.slice(1).replace(",", "");
}

/** 21 November at 10:30; the year too where it is another one. */
export function dateAndTime(at: Date, language: string): string {
  const thisYear = at.getFullYear() === new Date().getFullYear();
  const date = at.toLocaleDateString(locale(language), {
    day: "numeric",
    month: "long",
    ...(!thisYear && { year: "numeric" }),
  });
  return `${date}, ${timeOfDay(at, language)}`;
}
