import { besideWords } from "../ui/i18n/besideWords";
import { enEmbedded } from "../ui/i18n/enEmbedded";
import { words as enWords } from "../ui/i18n/enWords";
import { frEmbedded } from "../ui/i18n/frEmbedded";
import { words as frWords } from "../ui/i18n/frWords";
import { networkPageWords } from "../ui/i18n/networkPageWords";
import type { Language } from "../ui/i18n/preferredLanguage";
import { signedInWords } from "../ui/i18n/signedInWords";
import { Translation } from "../ui/i18n/translation";

const words = {
  fr: { ...frWords, ...besideWords.fr, ...networkPageWords.fr, ...signedInWords.fr, ...frEmbedded },
  en: { ...enWords, ...besideWords.en, ...networkPageWords.en, ...signedInWords.en, ...enEmbedded },
};

/** The pieces' own words: another site's texts, language and memory are not touched. */
export function createWords(language: Language): Translation {
  const translation = new Translation(language);
  for (const each of ["fr", "en"] as const) translation.add(each, words[each]);
  return translation;
}
