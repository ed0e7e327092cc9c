import { expect, test } from "vitest";
import { ScreenLine } from "./screenLine";

/** A connection with one line, as a browser would make it. */
function line() {
  const sender = {
    track: null as unknown,
    encodings: [{ maxBitrate: 1, active: true }] as RTCRtpEncodingParameters[],
    refuses: false,
    replaceTrack: async (track: unknown) => {
      sender.track = track;
    },
    getParameters: () => ({ encodings: sender.encodings }),
    setParameters: async ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
      if (sender.refuses) throw new Error("refused");
      sender.encodings = encodings;
    },
  };
  const transceiver = { sender, mid: "2", direction: "" };
  const addTransceiver = (_: unknown, { direction }: RTCRtpTransceiverInit = {}) => {
    transceiver.direction = direction ?? "";
    return transceiver as unknown as RTCRtpTransceiver;
  };
  return { screen: new ScreenLine({ addTransceiver }), transceiver, sender };
}

const track = {} as MediaStreamTrack;

test("the line sends while something is shared, and each change wants an offer", async () => {
  const { screen, transceiver, sender } = line();
  expect([transceiver.direction, screen.mid, screen.needsOffer]).toEqual(["inactive", null, false]);
  screen.offering();
  await screen.replaceTrack(track);
  expect([transceiver.direction, screen.mid, screen.needsOffer]).toEqual(["sendonly", "2", true]);
  expect(sender.track).toBe(track);
  screen.offering();
  expect(screen.needsOffer).toBe(false);
  await screen.replaceTrack(null);
  expect([transceiver.direction, screen.mid, screen.needsOffer]).toEqual(["inactive", null, true]);
});

test("a share that began and ended between two offers wants none", async () => {
  const { screen } = line();
  screen.offering();
  await screen.replaceTrack(track);
  await screen.replaceTrack(null);
  expect(screen.needsOffer).toBe(false);
});

test("what nobody watches is not encoded, and a browser that refuses goes on", async () => {
  const { screen, sender } = line();
  await screen.setWatched(false);
  expect(sender.encodings).toEqual([{ maxBitrate: 1, active: false }]);
  sender.refuses = true;
  await screen.setWatched(true);
  expect(sender.encodings[0]?.active).toBe(false);
});
