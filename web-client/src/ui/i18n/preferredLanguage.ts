export type Language = "fr" | "en";

/** Each language in its own name. */
export const languageNames: Record<Language, string> = { fr: "Français", en: "English" };
export const languages = Object.keys(languageNames) as Language[];

/** Which way a language is written: of those that may come, some run from right to left. */
export function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur)\b/.test(language) ? "rtl" : "ltr";
}

const key = "vestibule.language";

/** The language chosen before, else the browser's. */
export function preferredLanguage(): Language {
  const known = (tag: string | null | undefined) =>
    languages.find((language) => tag?.toLowerCase().startsWith(language));
  return known(localStorage.getItem(key)) ?? navigator.languages.map(known).find(Boolean) ?? "en";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(key, language);
}
