import { useEffect, useState } from "react";
import type { DeviceKind, DeviceChoice as Found } from "../../media/deviceList";
import type { OwnSource } from "../../media/mediaHandler";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";

interface DeviceChoices {
  /** What choosing is called. */
  label: string;
  choices: { id: string; name: string }[];
  chosen: string | null;
  choose(deviceId: string): void;
}

const words = {
  camera: "devices.changeCamera",
  microphone: "devices.changeMicrophone",
  speaker: "devices.changeSpeaker",
} as const satisfies Record<DeviceKind, string>;

/** The cameras, microphones or speakers there are, as they come and go. */
export function useDeviceChoices(kind: DeviceKind): DeviceChoices {
  const { t } = useTranslation();
  const own = useOwnDevices(kind === "camera" ? "camera" : "microphone");
  const speakers = useSpeakers();
  const { found, ...choice } = kind === "speaker" ? speakers : own;
  return {
    ...choice,
    label: t(words[kind]),
    choices: found.map(({ deviceId, label }, index) => ({
      id: deviceId,
      name: label || t("devices.deviceNumber", { number: index + 1 }),
    })),
  };
}

interface Choosing extends Pick<DeviceChoices, "chosen" | "choose"> {
  found: readonly Found[];
}

function useOwnDevices(source: OwnSource): Choosing {
  const { devices, localMedia } = useCallKit();
  const { track } = useSnapshot(localMedia)[source];
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    // Labels are known only once the permission is there, hence again with each track.
    if (!track) return;
    const look = () => void devices.list(source).then(setFound);
    look();
    return devices.onChange(look);
  }, [devices, source, track]);
  return {
    found,
    chosen: track?.getSettings().deviceId ?? null,
    choose: (deviceId) => void localMedia.choose(source, deviceId),
  };
}

function useSpeakers(): Choosing {
  const { speaker, localMedia } = useCallKit();
  const { choices, sink } = useSnapshot(speaker);
  const { track } = useSnapshot(localMedia).microphone;
  useEffect(() => {
    if (track) void speaker.look();
  }, [speaker, track]);
  return { found: choices, chosen: sink || "default", choose: (deviceId) => speaker.choose(deviceId) };
}
