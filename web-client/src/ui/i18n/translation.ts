import { Observable } from "../../call/observable";
import type { Language } from "./preferredLanguage";
import { type Translate, translator, type Words } from "./translate";

interface Spoken {
  language: Language;
  t: Translate;
}

/** The words that have come so far, and which language is spoken. */
export class Translation extends Observable<Spoken> {
  private readonly words: Record<Language, Words> = { fr: {}, en: {} };

  constructor(language: Language) {
    super({ language, t: translator(language, {}) });
  }

  /** More groups of words; a name belongs to one group alone. */
  add(language: Language, words: Words): void {
    this.words[language] = { ...this.words[language], ...words };
    if (language === this.getSnapshot().language) this.speak(language);
  }

  speak(language: Language): void {
    this.update({ language, t: translator(language, this.words[language]) });
  }
}

/** That of the server's own pages. */
export const pageTranslation = new Translation("en");
