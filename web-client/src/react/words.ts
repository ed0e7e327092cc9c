import { createInstance, type i18n } from "i18next";
import { words as enWords } from "../ui/i18n/enWords";
import { words as frWords } from "../ui/i18n/frWords";
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
      fr: { translation: { ...frWords, ...signedInWords.fr, ...french } },
      en: { translation: { ...enWords, ...signedInWords.en, ...english } },
    },
  });
  void instance.init();
  return instance;
}
