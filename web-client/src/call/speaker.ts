import type { DeviceChoice } from "../media/deviceList";
import type { Devices } from "../media/devices";
import { Observable } from "./observable";

const key = "vestibule.speaker";

export interface SpeakerSnapshot {
  /** None where the browser plays by one alone. */
  choices: readonly DeviceChoice[];
  /** Where the others are heard; empty for what the system uses (W3C audio-output, section 2.2). */
  sink: string;
}

/** The speaker that somebody chose on this device; while it is unplugged the system's is used. */
export class Speaker extends Observable<SpeakerSnapshot> {
  private readonly devices: Pick<Devices, "list">;
  private readonly storage: Pick<Storage, "getItem" | "setItem">;

  constructor(devices: Pick<Devices, "list" | "onChange">, storage: Pick<Storage, "getItem" | "setItem">) {
    super({ choices: [], sink: "" });
    this.devices = devices;
    this.storage = storage;
    devices.onChange(() => void this.look());
  }

  /** Looks which there are: browsers tell once a microphone is allowed. */
  async look(): Promise<void> {
    this.tell(await this.devices.list("speaker"));
  }

  choose(deviceId: string): void {
    this.storage.setItem(key, deviceId);
    this.tell(this.getSnapshot().choices);
  }

  private tell(choices: readonly DeviceChoice[]): void {
    const chosen = choices.find(({ deviceId }) => deviceId === this.storage.getItem(key));
    this.update({ choices, sink: chosen?.deviceId ?? "" });
  }
}
