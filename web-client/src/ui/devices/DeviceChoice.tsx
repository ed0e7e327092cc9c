import type { DeviceKind } from "../../media/deviceList";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { useTranslation } from "../i18n/useTranslation";
import { useDeviceChoices } from "./useDeviceChoices";

/** Changes to another camera, microphone or speaker, where there is another. */
export function DeviceChoice({ kind }: { kind: DeviceKind }) {
  const { t } = useTranslation();
  const { label, choices, chosen, choose } = useDeviceChoices(kind);
  if (choices.length < 2) return null;
  return (
    <ChoiceMenu
      label={label}
      icon={null}
      text={t("devices.change")}
      choices={choices}
      chosen={chosen}
      onChoose={choose}
    />
  );
}
