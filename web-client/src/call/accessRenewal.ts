import { ApiError, codeOf, type ProblemCode } from "../protocol/apiError";
import type { JoinAnswer } from "../protocol/consultation";
import type { Signaling } from "../protocol/signaling";

/** Milliseconds before the n-th new attempt; the last one repeats. */
const pauses = [0, 1_000, 2_000, 5_000];
/** Refusals in a row after which asking on would not help. */
const patience = 5;

/** Refusals that pass by themselves. */
const passing: readonly ProblemCode[] = ["unreachable", "unavailable", "rate_limited"];

/** What is good for as long as it was given for: the participant token, the credentials of the relays. */
export interface Access {
  token: string;
  iceServers: RTCIceServer[];
}

/** Holds the newest access; gets a new place when the server no longer takes the token. */
export class AccessRenewal {
  private access: Access;
  private readonly rejoin: () => Promise<JoinAnswer>;
  private readonly onAccess: (access: Access) => void;
  private readonly giveUp: (code: ProblemCode) => void;
  private closed = false;
  private attempts = 0;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    options: { join: JoinAnswer; rejoin(): Promise<JoinAnswer>; onAccess?(access: Access): void },
    giveUp: (code: ProblemCode) => void,
  ) {
    this.access = accessOf(options.join);
    this.rejoin = () => options.rejoin();
    this.onAccess = (access) => options.onAccess?.(access);
    this.giveUp = giveUp;
  }

  get token(): string {
    return this.access.token;
  }

  get iceServers(): RTCIceServer[] {
    return this.access.iceServers;
  }

  accept(access: Access): void {
    this.access = access;
    this.onAccess(access);
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
      const join = await this.rejoin();
      if (this.closed) return;
      this.accept(accessOf(join));
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

function accessOf({ token, ice_servers: iceServers }: JoinAnswer): Access {
  return { token, iceServers };
}
