import type { Probe, Standing } from "../media/pathProbe";
import type { TestMedia } from "../media/testMedia";
import { codeOf } from "../protocol/apiError";
import {
  type Direction,
  type NetworkPath,
  type NetworkTestBegun,
  networkPaths,
} from "../protocol/networkTest";
import type { NetworkTestOptions, NetworkTestSnapshot, PathFinding } from "./networkTestOptions";
import { Observable } from "./observable";

/** Milliseconds that a path which browsers like better may come up later than another. */
const grace = 500;

interface Trial {
  path: NetworkPath;
  probe: Probe;
  standing: Standing | null;
}

/** Tries every path to the media server with real media: all connect at once, then each is measured alone. */
export class NetworkTest extends Observable<NetworkTestSnapshot> {
  private readonly options: NetworkTestOptions;
  private test: NetworkTestBegun | null = null;
  private trials: Trial[] = [];
  private media: TestMedia | null = null;

  constructor(options: NetworkTestOptions) {
    super({ state: "idle", problem: null, progress: 0, findings: [] });
    this.options = options;
  }

  /** Begins, or begins again; resolves when it is over, whichever way. */
  async start(): Promise<void> {
    if (this.running) return;
    this.update({ state: "running", problem: null, progress: 0, findings: [] });
    try {
      const test = await this.options.server.begin();
      this.test = test;
      if (this.running) await this.run(test);
      if (this.running) this.finish({ state: "done", progress: 1 });
      else this.release();
    } catch (error) {
      if (this.running) this.finish({ state: "refused", problem: codeOf(error) });
    }
  }

  /** Ends it now; what was found stays. */
  stop(): void {
    if (this.running) this.finish({ state: "stopped" });
  }

  private get running(): boolean {
    return this.getSnapshot().state === "running";
  }

  private async run(test: NetworkTestBegun): Promise<void> {
    this.trials = networkPaths.map((path) => this.open(test, path));
    this.media = this.options.createMedia();
    const all = this.trials.map(async (trial) => {
      trial.standing = await trial.probe.settled;
    });
    // Whoever rejects is heard below; nobody is left unheard when the test ends first.
    for (const settled of all) settled.catch(() => undefined);
    const left = new Map(this.trials.map((trial, index) => [trial, all[index]]));
    for (let longest = true; left.size > 0 && this.running; ) {
      const trial = await this.next(left);
      left.delete(trial);
      const measured = await this.measure(trial, longest ? "first" : "others");
      if (measured) longest = false;
    }
  }

  private open({ ...test }: NetworkTestBegun, path: NetworkPath): Trial {
    const { createProbe, server } = this.options;
    const negotiate = (direction: Direction, sdp: string) => server.offer(test, { path, direction, sdp });
    return { path, probe: createProbe({ path, iceServers: test.ice_servers, negotiate }), standing: null };
  }

  /** The best path of those that are up; one that is better than the first up is waited for a little. */
  private async next(left: Map<Trial, Promise<void> | undefined>): Promise<Trial> {
    await Promise.race(left.values());
    const best = [...left.keys()][0];
    if (best?.standing === null) await Promise.race([left.get(best), pause(grace)]);
    const ready = [...left.keys()].find(({ standing }) => standing !== null);
    if (!ready) throw new Error("a path settled and is not there");
    return ready;
  }

  private async measure({ path, probe, standing }: Trial, pace: "first" | "others"): Promise<boolean> {
    if (!this.running || !this.media || standing === null) return false;
    const { findings } = this.getSnapshot();
    const progress = (part: number) => {
      if (this.running) this.update({ progress: (findings.length + part) / networkPaths.length });
    };
    const up = standing === "connected";
    const figures = up ? await probe.measure(this.media, this.options.pace[pace], progress) : null;
    if (!this.running) return false;
    const outcome = figures ? "ok" : standing === "not_offered" ? standing : "failed";
    const found = [...findings, { path, outcome, figures, port: probe.port } satisfies PathFinding];
    found.sort((one, other) => networkPaths.indexOf(one.path) - networkPaths.indexOf(other.path));
    progress(1);
    this.update({ findings: found });
    return figures !== null;
  }

  private finish(end: Partial<NetworkTestSnapshot>): void {
    this.release();
    this.update(end);
  }

  private release(): void {
    for (const { probe } of this.trials) probe.close();
    this.media?.close();
    // A server that is away ends it by itself.
    if (this.test) void this.options.server.end(this.test).catch(() => undefined);
    this.trials = [];
    this.media = null;
    this.test = null;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
