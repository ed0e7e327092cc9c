/** Milliseconds from one attempt to the next, when nothing has connected; the last one repeats. */
const pauses = [4_000, 6_000, 8_000];
/** Attempts by ICE restart before a new connection is tried. */
const restartsBeforeFresh = 2;

/** When the next attempt to connect is due, and which kind it is. */
export class RecoveryPlan {
  /** Attempts since media last flowed. */
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly attempt: () => void;

  constructor(attempt: () => void) {
    this.attempt = attempt;
  }

  /** Whether the present connection deserves an ICE restart still. */
  get worthRestarting(): boolean {
    return this.attempts < restartsBeforeFresh;
  }

  get untried(): boolean {
    return this.attempts === 0;
  }

  failed(): void {
    this.attempts += 1;
    this.due(pauses[Math.min(this.attempts, pauses.length) - 1] ?? 0);
  }

  succeeded(): void {
    this.attempts = 0;
    this.cancel();
  }

  /** Makes the next attempt in so many milliseconds, whatever was planned. */
  due(pause: number): void {
    this.cancel();
    this.timer = setTimeout(this.attempt, pause);
  }

  cancel(): void {
    clearTimeout(this.timer);
  }
}
