import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "../components/Card";
import { Choice } from "../components/Choice";
import { chooseLanguage } from "../i18n/language";
import { type Language, languageNames, languages } from "../i18n/preferredLanguage";
import { chooseTheme, storedTheme, themeChoices } from "../theme/theme";

/** Language and theme, kept by this browser. */
export function LookCard() {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState(storedTheme);
  return (
    <Card title={t("profile.look")}>
      <Choice
        label={t("common.language")}
        choices={languages.map((id) => ({ id, name: languageNames[id], lang: id }))}
        chosen={i18n.language as Language}
        onChoose={(chosen) => chooseLanguage(chosen, i18n)}
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
