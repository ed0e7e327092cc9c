import { ApiError, codeOf, type ProblemCode } from "../protocol/apiError";
import type { JoinAnswer } from "../protocol/consultation";
import type { Signaling } from "../protocol/signaling";

/** Milliseconds before the n-th new attempt; the last one repeats. */
const pauses = [0, 1_000, 2_000, 5_000];
/** Refusals in a row after which asking on would not help. */
const patience = 5;

/** Refusals that pass by themselves. */
const passing: readonly ProblemCode[] = ["unreachable", "unavailable", "rate_limited"];

/** Holds the newest participant token; gets a new place when the server no longer takes it. */
export class AccessRenewal {
  token: string;
  private readonly rejoin: () => Promise<JoinAnswer>;
  private readonly onToken: (token: string) => void;
  private readonly giveUp: (code: ProblemCode) => void;
  private closed = false;
  private attempts = 0;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    options: { join: JoinAnswer; rejoin(): Promise<JoinAnswer>; onToken?(token: string): void },
    giveUp: (code: ProblemCode) => void,
  ) {
    this.token = options.join.token;
    this.rejoin = () => options.rejoin();
    this.onToken = (token) => options.onToken?.(token);
    this.giveUp = giveUp;
  }

  accept(token: string): void {
    this.token = token;
    this.onToken(token);
  }

  /** The server took the token. */
  settled(): void {
    this.attempts = 0;
    this.refusals = 0;
  }

  /** Joins anew, then connects by the new token. */
  renew(signaling: Signaling): void {
    clearTimeout(this.timer);
    const pause = pauses[Math.min(this.attempts, pauses.length - 1)];
    this.attempts += 1;
    this.timer = setTimeout(() => void this.attempt(signaling), pause);
  }

  close(): void {
    clearTimeout(this.timer);
    this.closed = true;
  }

  private async attempt(signaling: Signaling): Promise<void> {
    try {
      const { token } = await this.rejoin();
      if (this.closed) return;
      this.accept(token);
      this.refusals += 1;
      if (this.refusals > patience) throw new ApiError("unauthenticated");
      signaling.connect();
    } catch (error) {
      if (this.closed) return;
      const code = codeOf(error);
      // Only a word of the server is final; a network that is away comes back.
      if (passing.includes(code)) this.renew(signaling);
      else this.giveUp(code);
    }
  }
}
