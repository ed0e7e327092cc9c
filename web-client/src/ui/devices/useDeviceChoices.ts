import { useEffect, useState } from "react";
import type { OwnSource } from "../../media/mediaHandler";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";

interface DeviceChoices {
  choices: { id: string; name: string }[];
  chosen: string | null;
  choose(deviceId: string): void;
}

/** The cameras or microphones there are, as they come and go. */
export function useDeviceChoices(source: OwnSource): DeviceChoices {
  const { t } = useTranslation();
  const { devices, localMedia } = useCallKit();
  const { track } = useSnapshot(localMedia)[source];
  const [found, setFound] = useState<{ deviceId: string; label: string }[]>([]);
  useEffect(() => {
    // Labels are known only once the permission is there, hence again with each track.
    if (!track) return;
    const look = () => void devices.list(source).then(setFound);
    look();
    return devices.onChange(look);
  }, [devices, source, track]);
  return {
    choices: found.map(({ deviceId, label }, index) => ({
      id: deviceId,
      name: label || t("devices.deviceNumber", { number: index + 1 }),
    })),
    chosen: track?.getSettings().deviceId ?? null,
    choose: (deviceId) => void localMedia.choose(source, deviceId),
  };
}
