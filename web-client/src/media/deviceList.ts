import type { OwnSource } from "./mediaHandler";

/** What somebody can choose among. */
export type DeviceKind = OwnSource | "speaker";

export interface DeviceChoice {
  deviceId: string;
  label: string;
}

const kinds: Record<DeviceKind, MediaDeviceKind> = {
  microphone: "audioinput",
  camera: "videoinput",
  speaker: "audiooutput",
};

/** Those that the browser tells of; no speakers where it plays by one alone. */
export async function listDevices(kind: DeviceKind): Promise<DeviceChoice[]> {
  if (kind === "speaker" && !("setSinkId" in HTMLMediaElement.prototype)) return [];
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices
    .filter((device) => device.kind === kinds[kind] && device.deviceId !== "")
    .map(({ deviceId, label }) => ({ deviceId, label }));
}
