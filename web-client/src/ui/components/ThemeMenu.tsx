import { SunMoon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "../i18n/useTranslation";
import { chooseTheme, storedTheme, themeChoices } from "../theme/theme";
import { ChoiceMenu } from "./ChoiceMenu";

export function ThemeMenu() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(storedTheme);
  return (
    <ChoiceMenu
      label={t("common.theme") + t("common.colon") + t(`common.themes.${chosen}`)}
      icon={<SunMoon size={20} aria-hidden="true" />}
      choices={themeChoices.map((id) => ({ id, name: t(`common.themes.${id}`) }))}
      chosen={chosen}
      onChoose={(choice) => {
        chooseTheme(choice);
        setChosen(choice);
      }}
    />
  );
}
