import { Languages } from "lucide-react";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "../i18n/language";
import { type Language, languageNames, languages } from "../i18n/preferredLanguage";
import { ChoiceMenu } from "./ChoiceMenu";

/** Switches the language; `short` shows its two letters only. */
export function LanguageMenu({ short = false }: { short?: boolean }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  return (
    <ChoiceMenu
      label={t("common.language") + t("common.colon") + languageNames[language]}
      icon={<Languages size={20} aria-hidden="true" />}
      text={short ? language.toUpperCase() : languageNames[language]}
      choices={languages.map((id) => ({ id, name: languageNames[id], lang: id }))}
      chosen={language}
      onChoose={(chosen) => chooseLanguage(chosen, i18n)}
    />
  );
}
