import { createContext, useContext } from "react";
import { useSnapshot } from "../session/callKit";
import { pageTranslation } from "./translation";

/** On another site's pages stands another one here. */
export const TranslationContext = createContext(pageTranslation);

/** What says the words of the page, and in which language. */
export function useTranslation() {
  const translation = useContext(TranslationContext);
  const { language, t } = useSnapshot(translation);
  return { language, t, translation };
}
