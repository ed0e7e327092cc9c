/** Bits per second: letters stay sharp, and a home's uplink has room for the voice. */
const maxBitrate = 1_800_000;

/** What of a connection is used; tests hand in a fake one. */
export type TransceiverSource = Pick<RTCPeerConnection, "addTransceiver">;

/** The shared screen's line: offered as inactive while nothing is shared, so that the server forgets the last picture. */
export class ScreenLine {
  private readonly transceiver: RTCRtpTransceiver;
  private offered: RTCRtpTransceiverDirection | null = null;

  constructor(connection: TransceiverSource) {
    this.transceiver = connection.addTransceiver("video", {
      direction: "inactive",
      streams: [],
      sendEncodings: [{ maxBitrate }],
    });
  }

  /** The m-line that the next offer sends on; null while nothing is shared. */
  get mid(): string | null {
    return this.transceiver.direction === "sendonly" ? this.transceiver.mid : null;
  }

  get needsOffer(): boolean {
    return this.offered !== null && this.offered !== this.transceiver.direction;
  }

  /** An offer is about to be made. */
  offering(): void {
    this.offered = this.transceiver.direction;
  }

  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    // At once: an offer that is made meanwhile is then right, and the state can be asked for without waiting.
    this.transceiver.direction = track ? "sendonly" : "inactive";
    await this.transceiver.sender.replaceTrack(track);
  }

  /** Encodes nothing for nobody. */
  async setWatched(watched: boolean): Promise<void> {
    const { sender } = this.transceiver;
    const parameters = sender.getParameters();
    const encodings = parameters.encodings?.map((encoding) => ({ ...encoding, active: watched })) ?? [];
    if (encodings.length === 0) return;
    // A browser that refuses goes on encoding; the server forwards to those who look.
    await sender.setParameters({ ...parameters, encodings }).catch(() => undefined);
  }
}
