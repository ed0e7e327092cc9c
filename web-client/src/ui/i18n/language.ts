import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { directionOf, keepLanguage, type Language, preferredLanguage } from "./preferredLanguage";

/** One language is loaded, the other when somebody wants it. */
const load = { fr: () => import("./frWords"), en: () => import("./enWords") };

/** Starts in the language chosen before, else in the browser's. */
export async function startLanguage(): Promise<void> {
  const language = preferredLanguage();
  const { words } = await load[language]();
  await i18next.use(initReactI18next).init({
    resources: { [language]: { translation: words } },
    lng: language,
    interpolation: { escapeValue: false },
  });
  show(language);
  // Chosen on another page of this browser.
  addEventListener("storage", () => speak(preferredLanguage()));
}

/**
 * The page's language, where the words are the page's own; another site's is not ours to change, and has all its words. Where the
 * words cannot be had now, the page stays as it is, and the next one speaks as was chosen.
 */
export function chooseLanguage(language: Language, instance: i18n): void {
  if (instance !== i18next) {
    void instance.changeLanguage(language);
    return;
  }
  keepLanguage(language);
  speak(language);
}

function speak(language: Language): void {
  if (language === i18next.language) return;
  load[language]().then(
    async ({ words }) => {
      i18next.addResourceBundle(language, "translation", words, true);
      await i18next.changeLanguage(language);
      show(language);
    },
    () => undefined,
  );
}

/** What the page says of itself, to screen readers and to who installs it. */
function show(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const manifest = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
  if (manifest) manifest.href = `/manifest.${language}.webmanifest`;
}
