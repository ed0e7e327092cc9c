import { createInstance, type i18n } from "i18next";
import { words } from "../ui/i18n/language";
import type { Language } from "../ui/i18n/preferredLanguage";
import { signedInWords } from "../ui/i18n/signedInWords";

const french = {
  embedded: {
    messages: "Messages",
    call: "Appel",
    smaller: "Réduire l'appel",
    back: "Revenir à l'appel",
  },
};
const english: typeof french = {
  embedded: {
    messages: "Messages",
    call: "Call",
    smaller: "Make the call small",
    back: "Back to the call",
  },
};

/** The pieces' own words: another site's texts, language and memory are not touched. */
export function createWords(language: Language): i18n {
  const instance = createInstance({
    lng: language,
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    initAsync: false,
    resources: {
      fr: { translation: { ...words.fr.translation, ...signedInWords.fr, ...french } },
      en: { translation: { ...words.en.translation, ...signedInWords.en, ...english } },
    },
  });
  void instance.init();
  return instance;
}
