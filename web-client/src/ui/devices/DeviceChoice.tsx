import type { OwnSource } from "../../media/mediaHandler";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { useTranslation } from "../i18n/useTranslation";
import { useDeviceChoices } from "./useDeviceChoices";

/** Changes to another camera or microphone, where there is another. */
export function DeviceChoice({ source }: { source: OwnSource }) {
  const { t } = useTranslation();
  const { choices, chosen, choose } = useDeviceChoices(source);
  if (choices.length < 2) return null;
  return (
    <ChoiceMenu
      label={t(source === "camera" ? "devices.changeCamera" : "devices.changeMicrophone")}
      icon={null}
      text={t("devices.change")}
      choices={choices}
      chosen={chosen}
      onChoose={choose}
    />
  );
}
