import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceChoice as Choice } from "../../media/devices";
import type { OwnSource } from "../../media/mediaHandler";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { useCallKit, useSnapshot } from "../session/callKit";

/** Changes to another camera or microphone, where there is another. */
export function DeviceChoice({ source }: { source: OwnSource }) {
  const { t } = useTranslation();
  const { devices, localMedia } = useCallKit();
  const { track } = useSnapshot(localMedia)[source];
  const [choices, setChoices] = useState<Choice[]>([]);
  useEffect(() => {
    // Labels are known only once the permission is there, hence again with each track.
    if (track) void devices.list(source).then(setChoices);
  }, [devices, source, track]);
  if (choices.length < 2) return null;
  return (
    <ChoiceMenu
      label={t(source === "camera" ? "devices.changeCamera" : "devices.changeMicrophone")}
      icon={null}
      text={t("devices.change")}
      choices={choices.map(({ deviceId, label }, index) => ({
        id: deviceId,
        name: label || t("devices.deviceNumber", { number: index + 1 }),
      }))}
      chosen={track?.getSettings().deviceId ?? null}
      onChoose={(deviceId) => void localMedia.choose(source, deviceId)}
    />
  );
}
