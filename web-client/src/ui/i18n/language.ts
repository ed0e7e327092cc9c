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
import { keepLanguage, type Language, preferredLanguage } from "./preferredLanguage";

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

/** Starts in the language chosen before, else in the browser's. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    resources: words,
    lng: preferredLanguage(),
    fallbackLng: "en",
    interpolation: { escapeValue: false },
  });
  show(preferredLanguage());
}

/** The page's language, where the words are the page's own; another site's is not ours to change. */
export function chooseLanguage(language: Language, words: i18n): void {
  if (words === i18next) {
    keepLanguage(language);
    show(language);
  }
  void words.changeLanguage(language);
}

/** What the page says of itself, to screen readers and to who installs it. */
function show(language: Language): void {
  document.documentElement.lang = language;
  const manifest = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
  if (manifest) manifest.href = `/manifest.${language}.webmanifest`;
}
