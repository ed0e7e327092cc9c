/** RIDs of the camera's encodings, smallest first (RFC 8851). */
export const cameraRids = ["q", "h", "f"] as const;

/** Height in pixels that a camera is taken to have until it says. */
const usualHeight = 720;
/** Bits per second at that height: enough for a talking head, modest on a home's uplink. */
const usualBitrate = 1_200_000;
/** A smallest picture below this height shows no face. */
const leastHeight = 160;
/** Each frame rate can be taken without the one above it. */
const scalabilityMode = "L1T3";

/** The encodings that a camera line is made with. */
export function cameraEncodings(withScalability: boolean): RTCRtpEncodingParameters[] {
  const fresh = cameraRids.map((rid) => (withScalability ? { rid, scalabilityMode } : { rid }));
  return plannedEncodings(fresh, usualHeight, cameraRids.length);
}

/**
 * How a camera's line encodes now. A small camera is sent in fewer sizes: they start from the first encoding, so that
 * the first is always a picture of use; where the server takes one encoding alone, that is the whole picture.
 * @param height of the camera, its shorter side
 * @param wanted encodings that anybody takes, counted from the smallest
 * @param simulcast whether the server takes more than one
 */
export function plannedEncodings(
  encodings: readonly RTCRtpEncodingParameters[],
  height: number,
  wanted: number,
  simulcast = true,
): RTCRtpEncodingParameters[] {
  const sizes = simulcast ? Math.min(encodings.length, sizesOf(height)) : 1;
  return encodings.map((encoding, index) => {
    const scaleResolutionDownBy = 2 ** Math.max(0, sizes - 1 - index);
    return {
      ...encoding,
      active: index < Math.min(wanted, sizes),
      scaleResolutionDownBy,
      maxBitrate: bitrateOf(height / scaleResolutionDownBy),
    };
  });
}

/** The shorter side of what a camera gives. */
export function heightOf(track: MediaStreamTrack | null): number {
  const { width = Number.POSITIVE_INFINITY, height = usualHeight } = track?.getSettings() ?? {};
  return Math.min(width, height) || usualHeight;
}

function sizesOf(height: number): number {
  return Math.max(1, Math.floor(Math.log2(height / leastHeight)) + 1);
}

/** A picture twice as high takes some three times as much. */
function bitrateOf(height: number): number {
  return Math.round(usualBitrate * Math.min(1, (height / usualHeight) ** (5 / 3)));
}
