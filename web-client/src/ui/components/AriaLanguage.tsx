import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "../i18n/useTranslation";

/** Has React Aria speak the page's language; around what uses it, so that a guest's way in is without. */
export function AriaLanguage({ children }: { children: ReactNode }) {
  return <I18nProvider locale={useTranslation().language}>{children}</I18nProvider>;
}
