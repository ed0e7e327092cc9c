/** What somebody wants of the others' pictures: what the network carries, little data, none. */
export type VideoChoice = "auto" | "saver" | "audio";

/** Pixels that a picture may be high at most. */
export const greatestHeight: Record<VideoChoice, number> = {
  auto: Number.POSITIVE_INFINITY,
  saver: 180,
  audio: 0,
};
