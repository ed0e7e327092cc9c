import { DeviceError, type DeviceProblem, type Devices } from "../media/devices";
import type { OwnSource } from "../media/mediaHandler";
import { Observable } from "./observable";

export interface OwnDevice {
  /** Whether the person wants it on and it works. */
  on: boolean;
  /** The browser is being asked. */
  asking: boolean;
  problem: DeviceProblem | null;
  /** A muted microphone keeps its track, a camera that is off has none, so that its light is off. */
  track: MediaStreamTrack | null;
}

export type LocalMediaSnapshot = Record<OwnSource, OwnDevice>;

const off: OwnDevice = { on: false, asking: false, problem: null, track: null };
const bothOff: LocalMediaSnapshot = { microphone: off, camera: off };

/** The person's own microphone and camera, before the call as in it. */
export class LocalMedia extends Observable<LocalMediaSnapshot> {
  private readonly devices: Devices;
  /** Grows when everything is closed: what was asked for before then is stopped on arrival. */
  private generation = 0;
  private suspended = false;

  constructor(devices: Devices) {
    super(bothOff);
    this.devices = devices;
  }

  /** Opens what is wanted, by one question where it is both; what fails shows as its `problem`. */
  async open(wanted: Record<OwnSource, boolean>): Promise<void> {
    if (!wanted.microphone || !wanted.camera) {
      if (wanted.microphone) await this.openOne("microphone");
      if (wanted.camera) await this.openOne("camera");
      return;
    }
    const { generation } = this;
    this.update({ microphone: { ...off, asking: true }, camera: { ...off, asking: true } });
    try {
      const tracks = await this.devices.openBoth();
      this.accept("microphone", tracks.microphone, generation);
      this.accept("camera", tracks.camera, generation);
    } catch (error) {
      await this.openApart(problemIn(error), generation);
    }
  }

  /** Mutes without closing the device: speaking again must not wait for it. */
  async setMicrophone(on: boolean): Promise<void> {
    const { microphone } = this.getSnapshot();
    if (on && !microphone.track) return this.openOne("microphone");
    if (microphone.track) microphone.track.enabled = on;
    this.update({ microphone: { ...microphone, on: on && microphone.track !== null } });
  }

  async setCamera(on: boolean): Promise<void> {
    const { camera } = this.getSnapshot();
    if (on) return camera.on ? undefined : this.openOne("camera");
    camera.track?.stop();
    this.update({ camera: off });
  }

  /** Turns the camera off until `resumeCamera`, which turns on only what was on. */
  suspendCamera(): Promise<void> {
    this.suspended = this.getSnapshot().camera.on;
    return this.setCamera(false);
  }

  resumeCamera(): Promise<void> {
    return this.suspended ? this.setCamera(true) : Promise.resolve();
  }

  /** Takes another device; a muted microphone stays muted. */
  async choose(source: OwnSource, deviceId: string): Promise<void> {
    const before = this.getSnapshot()[source];
    before.track?.stop();
    await this.openOne(source, deviceId);
    if (source === "microphone" && before.track && !before.on) await this.setMicrophone(false);
  }

  /** Opens a device that went away, or another in its place; a microphone that was muted is muted again. */
  async bringBack(source: OwnSource, muted: boolean): Promise<void> {
    this.getSnapshot()[source].track?.stop();
    await this.openOne(source);
    if (source === "microphone" && muted) await this.setMicrophone(false);
  }

  /** Opens what is on once more, as it is liked now. */
  async reopen(source: OwnSource): Promise<void> {
    const deviceId = this.getSnapshot()[source].track?.getSettings().deviceId;
    if (deviceId) await this.choose(source, deviceId);
  }

  /** Stops both devices, so that their lights go out. */
  close(): void {
    this.generation += 1;
    const { microphone, camera } = this.getSnapshot();
    microphone.track?.stop();
    camera.track?.stop();
    this.update(bothOff);
  }

  private async openOne(source: OwnSource, deviceId?: string): Promise<void> {
    const { generation } = this;
    this.update({ [source]: { ...off, asking: true } });
    try {
      this.accept(source, await this.devices.open(source, deviceId), generation);
    } catch (error) {
      this.refuse(source, problemIn(error), generation);
    }
  }

  /** One missing or blocked device must not cost the other; nobody is asked twice for a plain no. */
  private async openApart(problem: DeviceProblem, generation: number): Promise<void> {
    for (const source of ["microphone", "camera"] as const) {
      const hopeless =
        problem === "insecure" ||
        (problem === "denied" && (await this.devices.permission(source)) !== "granted");
      if (this.generation !== generation) return;
      if (hopeless) this.refuse(source, problem, generation);
      else await this.openOne(source);
    }
  }

  private accept(source: OwnSource, track: MediaStreamTrack, generation: number): void {
    if (this.generation !== generation) {
      track.stop();
      return;
    }
    // "ended" comes only when the device goes away, not from our own stop().
    track.addEventListener("ended", () => {
      if (this.getSnapshot()[source].track === track) this.refuse(source, "missing", generation);
    });
    this.update({ [source]: { on: true, asking: false, problem: null, track } });
  }

  private refuse(source: OwnSource, problem: DeviceProblem, generation: number): void {
    if (this.generation === generation) this.update({ [source]: { ...off, problem } });
  }
}

function problemIn(error: unknown): DeviceProblem {
  return error instanceof DeviceError ? error.problem : "failed";
}
