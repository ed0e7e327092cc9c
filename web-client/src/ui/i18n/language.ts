import { directionOf, keepLanguage, type Language, preferredLanguage } from "./preferredLanguage";
import { pageTranslation, type Translation } from "./translation";

/** One language is loaded, the other when somebody wants it. */
const load = { fr: () => import("./frWords"), en: () => import("./enWords") };

/** Starts in the language chosen before, else in the browser's. */
export async function startLanguage(): Promise<void> {
  await bring(preferredLanguage());
  // Chosen on another page of this browser.
  addEventListener("storage", () => speak(preferredLanguage()));
}

/**
 * The page's language, where the words are the page's own; another site's is not ours to change, and has all its words. Where the
 * words cannot be had now, the page stays as it is, and the next one speaks as was chosen.
 */
export function chooseLanguage(language: Language, translation: Translation): void {
  if (translation === pageTranslation) {
    keepLanguage(language);
    speak(language);
  } else translation.speak(language);
}

function speak(language: Language): void {
  if (language !== pageTranslation.getSnapshot().language) bring(language).catch(() => undefined);
}

async function bring(language: Language): Promise<void> {
  const { words } = await load[language]();
  pageTranslation.add(language, words);
  pageTranslation.speak(language);
  show(language);
}

/** What the page says of itself, to screen readers and to who installs it. */
function show(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const manifest = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
  if (manifest) manifest.href = `/manifest.${language}.webmanifest`;
}
