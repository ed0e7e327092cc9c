import type { DeviceChoice, DeviceKind } from "../../media/deviceList";
import { DeviceError, type DeviceProblem, type Devices } from "../../media/devices";
import type { OwnSource } from "../../media/mediaHandler";

export class FakeTrack extends EventTarget {
  readonly kind: string;
  readonly deviceId: string | undefined;
  enabled = true;
  muted = false;
  stopped = false;
  readyState: MediaStreamTrackState = "live";

  constructor(kind: string, deviceId?: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }

  stop(): void {
    this.stopped = true;
    this.readyState = "ended";
  }

  /** As when it is unplugged. */
  goAway(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

/** Devices that open at once, or fail as the test wants. */
export class FakeDevices implements Devices {
  readonly problems: Partial<Record<OwnSource, DeviceProblem>> = {};
  readonly permissions: Partial<Record<OwnSource, "granted" | "denied" | "prompt">> = {};
  readonly opened: FakeTrack[] = [];
  /** Questions put to the person. */
  asked: (OwnSource | "both")[] = [];
  speakers: DeviceChoice[] = [];
  private readonly changed: (() => void)[] = [];

  async open(source: OwnSource, deviceId?: string): Promise<MediaStreamTrack> {
    this.asked.push(source);
    return this.make(source, deviceId);
  }

  async openBoth() {
    this.asked.push("both");
    const problem = this.problems.microphone ?? this.problems.camera;
    if (problem) throw new DeviceError(problem);
    return { microphone: this.make("microphone"), camera: this.make("camera") };
  }

  async permission(source: OwnSource) {
    return this.permissions[source] ?? "prompt";
  }

  async list(kind: DeviceKind) {
    return kind === "speaker" ? this.speakers : [];
  }

  onChange(listener: () => void) {
    this.changed.push(listener);
    return () => undefined;
  }

  /** Something was plugged in or out. */
  plug(): void {
    for (const tell of this.changed) tell();
  }

  private make(source: OwnSource, deviceId?: string): MediaStreamTrack {
    const problem = this.problems[source];
    if (problem) throw new DeviceError(problem);
    const track = new FakeTrack(source, deviceId);
    this.opened.push(track);
    return track as unknown as MediaStreamTrack;
  }
}
