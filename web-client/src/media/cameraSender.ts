import { heightOf, plannedEncodings } from "./cameraEncodings";

/** What of a sender is used; tests hand in a fake one. */
export type EncodingSender = Pick<RTCRtpSender, "track" | "replaceTrack" | "getParameters" | "setParameters">;

/** The camera's sender: its encodings follow the camera and what the server wants of them. */
export class CameraSender {
  private readonly sender: EncodingSender;
  private simulcast = true;
  private wanted = Number.POSITIVE_INFINITY;
  /** Changes go one after the other: each builds on the parameters that the one before left. */
  private turn: Promise<void> = Promise.resolve();

  constructor(sender: EncodingSender) {
    this.sender = sender;
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    return this.inTurn(async () => {
      await this.sender.replaceTrack(track);
      await this.adjust();
    });
  }

  /** Encodes the first `count` sizes, counted from the smallest. */
  setLayers(count: number): Promise<void> {
    this.wanted = count;
    return this.inTurn(() => this.adjust());
  }

  /** @param answer by which the server takes all encodings or one (RFC 8853 section 5.3.2) */
  negotiated(answer: string): Promise<void> {
    this.simulcast = /^a=simulcast:recv /m.test(answer);
    return this.inTurn(() => this.adjust());
  }

  private async adjust(): Promise<void> {
    const parameters = this.sender.getParameters();
    if (!parameters.encodings?.length) return;
    const encodings = plannedEncodings(
      parameters.encodings,
      heightOf(this.sender.track),
      this.wanted,
      this.simulcast,
    );
    // A browser that refuses still calls; the server polices the rate. After the next negotiation it is asked again.
    await this.sender.setParameters({ ...parameters, encodings }).catch(() => undefined);
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.turn.then(step);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
