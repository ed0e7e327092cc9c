import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { enCall } from "./enCall";
import { enCalls } from "./enCalls";
import { enChat } from "./enChat";
import { enEffects } from "./enEffects";
import { enEntry } from "./enEntry";
import { enErrors } from "./enErrors";
import { enJoining } from "./enJoining";
import { enLobby } from "./enLobby";
import { enNetwork } from "./enNetwork";
import { enQuality } from "./enQuality";
import { enRoom } from "./enRoom";
import { enSignIn } from "./enSignIn";
import { enStage } from "./enStage";
import { frCall } from "./frCall";
import { frCalls } from "./frCalls";
import { frChat } from "./frChat";
import { frEffects } from "./frEffects";
import { frEntry } from "./frEntry";
import { frErrors } from "./frErrors";
import { frJoining } from "./frJoining";
import { frLobby } from "./frLobby";
import { frNetwork } from "./frNetwork";
import { frQuality } from "./frQuality";
import { frRoom } from "./frRoom";
import { frSignIn } from "./frSignIn";
import { frStage } from "./frStage";

export type Language = "fr" | "en";

/** Each language in its own name. */
export const languageNames: Record<Language, string> = { fr: "Français", en: "English" };
export const languages = Object.keys(languageNames) as Language[];

export const words = {
  fr: {
    translation: {
      ...frEntry,
      ...frCall,
      ...frChat,
      ...frCalls,
      ...frEffects,
      ...frErrors,
      ...frJoining,
      ...frLobby,
      ...frNetwork,
      ...frQuality,
      ...frRoom,
      ...frSignIn,
      ...frStage,
    },
  },
  en: {
    translation: {
      ...enEntry,
      ...enCall,
      ...enChat,
      ...enCalls,
      ...enEffects,
      ...enErrors,
      ...enJoining,
      ...enLobby,
      ...enNetwork,
      ...enQuality,
      ...enRoom,
      ...enSignIn,
      ...enStage,
    },
  },
};

const key = "vestibule.language";

/** Starts in the language chosen before, else in the browser's. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    resources: words,
    lng: preferredLanguage(),
    fallbackLng: "en",
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

/** The page's language, where the words are the page's own; another site's is not ours to change. */
export function chooseLanguage(language: Language, words: i18n): void {
  if (words === i18next) {
    localStorage.setItem(key, language);
    document.documentElement.lang = language;
  }
  void words.changeLanguage(language);
}

function preferredLanguage(): Language {
  const known = (tag: string | null | undefined) =>
    languages.find((language) => tag?.toLowerCase().startsWith(language));
  return known(localStorage.getItem(key)) ?? navigator.languages.map(known).find(Boolean) ?? "en";
}
