import { Languages } from "lucide-react";
import { chooseLanguage } from "../i18n/language";
import { languageNames, languages } from "../i18n/preferredLanguage";
import { useTranslation } from "../i18n/useTranslation";
import { ChoiceMenu } from "./ChoiceMenu";

/** Switches the language; `short` shows its two letters only. */
export function LanguageMenu({ short = false }: { short?: boolean }) {
  const { t, language, translation } = useTranslation();
  const name = languageNames[language];
  const letters = language.toUpperCase();
  return (
    <ChoiceMenu
      // What is seen is part of what is heard (WCAG 2.5.3).
      label={t("common.language") + t("common.colon") + (short ? `${name}, ${letters}` : name)}
      icon={<Languages size={20} aria-hidden="true" />}
      text={short ? letters : name}
      choices={languages.map((id) => ({ id, name: languageNames[id], lang: id }))}
      chosen={language}
      onChoose={(chosen) => chooseLanguage(chosen, translation)}
    />
  );
}
