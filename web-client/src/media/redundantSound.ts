/** A packet that also carries the ones before it (RFC 2198) survives losses that Opus' own repair does not. */
const redundant = "audio/red";

/**
 * Puts redundant sound before plain Opus where the browser has it; the server answers with what it carries.
 * @param side whose codecs the line may use
 */
export function preferRedundancy(
  line: Pick<RTCRtpTransceiver, "setCodecPreferences">,
  side: Pick<typeof RTCRtpSender, "getCapabilities">,
): void {
  const codecs = side.getCapabilities?.("audio")?.codecs ?? [];
  const isRedundant = (codec: RTCRtpCodec) => codec.mimeType.toLowerCase() === redundant;
  if (!codecs.some(isRedundant)) return;
  try {
    line.setCodecPreferences([
      ...codecs.filter(isRedundant),
      ...codecs.filter((codec) => !isRedundant(codec)),
    ]);
  } catch {
    // The browser's own order is as good a call.
  }
}
