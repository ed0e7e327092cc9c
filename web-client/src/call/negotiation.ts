import type { Offer } from "../media/mediaHandler";
import { ApiError } from "../protocol/apiError";
import type { Signaling } from "../protocol/signaling";

/** Milliseconds the answer may take after the offer was acknowledged. */
const answerTimeout = 10_000;

/** Carries one offer at a time to the server and brings its answer back. */
export class Negotiation {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private answered: (sdp: string) => void = () => undefined;

  constructor(signaling: Signaling, sessionId: string) {
    this.signaling = signaling;
    this.sessionId = sessionId;
    signaling.on("webrtc_answer", ({ answer }) => this.answered(answer.sdp));
  }

  /** @returns the answer's SDP; rejects with an `ApiError` */
  async send({ sdp, tracks }: Offer): Promise<string> {
    // The event may overtake the acknowledgement, so it is awaited from before the offer leaves.
    const answer = new Promise<string>((resolve) => {
      this.answered = resolve;
    });
    const offer = { type: "offer", sdp } as const;
    const acknowledgement = await this.signaling.request("webrtc_offer", {
      sessionId: this.sessionId,
      offer,
      tracks,
    });
    return answerIn(acknowledgement) ?? within(answerTimeout, answer);
  }
}

function answerIn(acknowledgement: unknown): string | null {
  const { answer } = (acknowledgement ?? {}) as { answer?: { sdp?: unknown } };
  return typeof answer?.sdp === "string" ? answer.sdp : null;
}

function within<Value>(milliseconds: number, value: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ApiError("unreachable")), milliseconds);
    value.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
