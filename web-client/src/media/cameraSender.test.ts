import { expect, test } from "vitest";
import { cameraEncodings } from "./cameraEncodings";
import { CameraSender, type EncodingSender } from "./cameraSender";

/** A sender that takes its time and, like a browser, refuses parameters that are not its newest. */
class SlowSender implements EncodingSender {
  track: MediaStreamTrack | null = null;
  encodings = cameraEncodings(false);
  refused = 0;
  private transaction = 0;

  async replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    await Promise.resolve();
    this.track = track;
  }

  getParameters(): RTCRtpSendParameters {
    this.transaction += 1;
    const transactionId = String(this.transaction);
    return { transactionId, encodings: this.encodings, codecs: [], headerExtensions: [], rtcp: {} };
  }

  async setParameters({ transactionId, encodings }: RTCRtpSendParameters): Promise<void> {
    await Promise.resolve();
    if (transactionId !== String(this.transaction)) {
      this.refused += 1;
      throw new DOMException("stale", "InvalidModificationError");
    }
    this.encodings = encodings;
  }

  get active(): number {
    return this.encodings.filter(({ active }) => active).length;
  }
}

const answer = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=simulcast:recv q;h;f\r\n";

const camera = (height: number) => ({ getSettings: () => ({ height }) }) as MediaStreamTrack;

test("changes that come together are made one after the other, the last word counts", async () => {
  const sender = new SlowSender();
  const own = new CameraSender(sender);
  await Promise.all([
    own.setLayers(0),
    own.replaceTrack(camera(720)),
    own.setLayers(3),
    own.negotiated(answer),
    own.setLayers(1),
  ]);
  expect([sender.active, sender.refused]).toEqual([1, 0]);
});

test("another camera keeps what is wanted and gets sizes of its own", async () => {
  const sender = new SlowSender();
  const own = new CameraSender(sender);
  await own.setLayers(2);
  await own.replaceTrack(camera(240));
  expect(
    sender.encodings.map(({ active, scaleResolutionDownBy }) => [active, scaleResolutionDownBy]),
  ).toEqual([
    [true, 1],
    [false, 1],
    [false, 1],
  ]);
  await own.replaceTrack(camera(720));
  expect(sender.active).toBe(2);
});

test("a server that takes one encoding gets the whole picture in it", async () => {
  const sender = new SlowSender();
  const own = new CameraSender(sender);
  await own.replaceTrack(camera(720));
  await own.negotiated("m=video 9 UDP/TLS/RTP/SAVPF 96\r\n");
  expect(sender.encodings[0]).toMatchObject({ active: true, scaleResolutionDownBy: 1 });
  expect(sender.active).toBe(1);
  await own.negotiated(answer);
  expect(sender.active).toBe(3);
});

test("a refusal of the browser ends nothing, a camera that cannot be sent is told", async () => {
  const sender = new SlowSender();
  const own = new CameraSender(sender);
  sender.setParameters = () => Promise.reject(new DOMException("no", "OperationError"));
  await own.setLayers(1);
  sender.replaceTrack = () => Promise.reject(new DOMException("no", "InvalidModificationError"));
  await expect(own.replaceTrack(camera(720))).rejects.toThrow();
  sender.replaceTrack = async () => undefined;
  await own.replaceTrack(camera(720));
});
