import type { DeviceStates } from "../../protocol/lobby";
import type { Translate } from "../i18n/translate";

/** How somebody's devices are, in one line. */
export function deviceWords(t: Translate, devices: DeviceStates | null, video: boolean): string {
  if (!devices) return t("lobby.devices.unknown");
  const { microphone, camera } = devices;
  const sound =
    microphone === "works" ? t("lobby.devices.microphoneWorks") : t(`lobby.devices.microphone.${microphone}`);
  if (!video) return sound;
  if (microphone === "works" && camera === "works") return t("lobby.devices.works");
  return `${sound}, ${t(`lobby.devices.camera.${camera}`)}`;
}
