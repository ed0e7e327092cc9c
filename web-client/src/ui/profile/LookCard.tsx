import { useState } from "react";
import { Card } from "../components/Card";
import { Choice } from "../components/Choice";
import { chooseLanguage } from "../i18n/language";
import { languageNames, languages } from "../i18n/preferredLanguage";
import { useTranslation } from "../i18n/useTranslation";
import { chooseTheme, storedTheme, themeChoices } from "../theme/theme";

/** Language and theme, kept by this browser. */
export function LookCard() {
  const { t, language, translation } = useTranslation();
  const [theme, setTheme] = useState(storedTheme);
  return (
    <Card title={t("profile.look")}>
      <Choice
        label={t("common.language")}
        choices={languages.map((id) => ({ id, name: languageNames[id], lang: id }))}
        chosen={language}
        onChoose={(chosen) => chooseLanguage(chosen, translation)}
      />
      <Choice
        label={t("common.theme")}
        choices={themeChoices.map((id) => ({ id, name: t(`common.themes.${id}`) }))}
        chosen={theme}
        onChoose={(choice) => {
          chooseTheme(choice);
          setTheme(choice);
        }}
      />
      <p className="card-note">{t("profile.remembered")}</p>
    </Card>
  );
}
