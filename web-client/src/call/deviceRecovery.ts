import type { DeviceProblem, Devices } from "../media/devices";
import type { OwnSource } from "../media/mediaHandler";
import type { LocalMedia, LocalMediaSnapshot } from "./localMedia";

const sources = ["microphone", "camera"] as const;
/** Those that pass: a plug comes back, a telephone call ends. */
const passing: readonly (DeviceProblem | null)[] = ["missing", "in-use", "failed"];
/** Milliseconds that a phone takes to give devices back by itself once its page is looked at again. */
const grace = 1_000;

/** Brings back a microphone or camera that went without the person's word: unplugged, taken by a telephone call, lost with a locked screen. */
export class DeviceRecovery {
  private readonly localMedia: LocalMedia;
  private before: LocalMediaSnapshot;
  /** What went, and whether it was muted. */
  private readonly lost = new Map<OwnSource, { muted: boolean }>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(localMedia: LocalMedia, devices: Pick<Devices, "onChange">) {
    this.localMedia = localMedia;
    this.before = localMedia.getSnapshot();
    localMedia.subscribe(() => this.changed());
    devices.onChange(() => this.retry());
  }

  /** Somebody looks at the page again. */
  pageShown(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), grace);
  }

  private look(): void {
    for (const source of sources) {
      const { track, on } = this.localMedia.getSnapshot()[source];
      // `muted` is the system's doing, never the person's (W3C mediacapture-main, section 4.3.1.1).
      if (track && (track.readyState === "ended" || track.muted)) this.lost.set(source, { muted: !on });
    }
    this.retry();
  }

  private retry(): void {
    const now = this.localMedia.getSnapshot();
    for (const [source, { muted }] of this.lost)
      if (!now[source].asking) void this.localMedia.bringBack(source, muted);
  }

  private changed(): void {
    const { before } = this;
    const now = this.localMedia.getSnapshot();
    this.before = now;
    for (const source of sources) {
      const { asking, problem } = now[source];
      const gone = before[source].track !== null && problem === "missing";
      if (gone) this.lost.set(source, { muted: !before[source].on });
      else if (!asking && !passing.includes(problem)) this.lost.delete(source);
      // At once by another device, where there is one.
      if (gone) queueMicrotask(() => this.retry());
    }
  }
}
