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
import { isSlow } from "./networkVerdict";
import { Observable } from "./observable";

/** Milliseconds that a path which browsers like better may come up later than another. */
const grace = 500;

/** What one run has open. */
interface Run {
  test: NetworkTestBegun | null;
  trials: Trial[];
  media: TestMedia | null;
}

interface Trial {
  path: NetworkPath;
  probe: Probe;
  standing: Standing | null;
}

/** Tries every path to the media server with real media: all connect at once, then each is measured alone. */
export class NetworkTest extends Observable<NetworkTestSnapshot> {
  private readonly options: NetworkTestOptions;
  /** What an older run still waits for is none of a newer one's business. */
  private current: Run | null = null;

  constructor(options: NetworkTestOptions) {
    super({ state: "idle", problem: null, progress: 0, findings: [] });
    this.options = options;
  }

  /** Begins, or begins again; resolves when it is over, whichever way. */
  async start(): Promise<void> {
    if (this.current) return;
    const run: Run = { test: null, trials: [], media: null };
    this.current = run;
    this.update({ state: "running", problem: null, progress: 0, findings: [] });
    try {
      run.test = await this.options.server.begin();
      if (this.current === run) await this.tryAll(run, run.test);
      if (this.current === run) this.finish({ state: "done", progress: 1 });
      else this.release(run);
    } catch (error) {
      if (this.current === run) this.finish({ state: "refused", problem: codeOf(error) });
    }
  }

  /** Ends it now; what was found stays. */
  stop(): void {
    if (this.current) this.finish({ state: "stopped" });
  }

  private async tryAll(run: Run, test: NetworkTestBegun): Promise<void> {
    const media = this.options.createMedia();
    run.media = media;
    run.trials = networkPaths.map((path) => this.open(test, path));
    const left = new Map(run.trials.map((trial) => [trial, settle(trial)]));
    // Whoever rejects is heard below; nobody is left unheard when the test ends first.
    for (const settled of left.values()) settled.catch(() => undefined);
    for (let pace: "first" | "others" = "first"; left.size > 0; ) {
      const trial = await next(left);
      left.delete(trial);
      if (this.current !== run) return;
      if (await this.measure(run, media, trial, pace)) pace = "others";
      if (this.current !== run) return;
    }
  }

  private open(test: NetworkTestBegun, path: NetworkPath): Trial {
    const { createProbe, server } = this.options;
    const negotiate = (direction: Direction, sdp: string) => server.offer(test, { path, direction, sdp });
    return { path, probe: createProbe({ path, iceServers: test.ice_servers, negotiate }), standing: null };
  }

  /** Whether there is something to tell of the path. */
  private async measure(
    run: Run,
    media: TestMedia,
    trial: Trial,
    pace: "first" | "others",
  ): Promise<boolean> {
    const { path, probe, standing } = trial;
    const { findings } = this.getSnapshot();
    const progress = (part: number) => {
      if (this.current === run) this.update({ progress: (findings.length + part) / networkPaths.length });
    };
    const up = standing === "connected";
    // The path that a call takes is not judged before its sender had all the time there is.
    const slow = pace === "first" ? isSlow : () => false;
    const figures = up ? await probe.measure(media, this.options.pace[pace], slow, progress) : null;
    if (this.current !== run) return false;
    const outcome = figures ? "ok" : standing === "not_offered" ? standing : "failed";
    const found = [...findings, { path, outcome, figures, port: probe.port } satisfies PathFinding];
    found.sort((one, other) => networkPaths.indexOf(one.path) - networkPaths.indexOf(other.path));
    progress(1);
    this.update({ findings: found });
    return figures !== null;
  }

  private finish(end: Partial<NetworkTestSnapshot>): void {
    const run = this.current;
    this.current = null;
    if (run) this.release(run);
    this.update(end);
  }

  private release(run: Run): void {
    for (const { probe } of run.trials) probe.close();
    run.media?.close();
    // A server that is away ends it by itself.
    if (run.test) void this.options.server.end(run.test).catch(() => undefined);
    run.test = null;
  }
}

async function settle(trial: Trial): Promise<void> {
  trial.standing = await trial.probe.settled;
}

/** The best path of those that are up; one that is better than the first up is waited for a little. */
async function next(left: Map<Trial, Promise<void>>): Promise<Trial> {
  await Promise.race(left.values());
  const best = [...left.keys()][0];
  if (best?.standing === null) await Promise.race([left.get(best), pause(grace)]);
  const ready = [...left.keys()].find(({ standing }) => standing !== null);
  if (!ready) throw new Error("a path settled and is not there");
  return ready;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
