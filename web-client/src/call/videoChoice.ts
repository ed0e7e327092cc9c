/** What somebody wants of the others' pictures: what the network carries, little data, none. */
export const videoChoices = ["auto", "saver", "audio"] as const;
export type VideoChoice = (typeof videoChoices)[number];

/** Pixels that a picture may be high at most. */
export const greatestHeight: Record<VideoChoice, number> = {
  auto: Number.POSITIVE_INFINITY,
  saver: 180,
  audio: 0,
};

/** Sizes of the own camera that are sent at most, counted from the smallest. */
export const greatestSizes: Record<VideoChoice, number> = {
  auto: Number.POSITIVE_INFINITY,
  saver: 1,
  audio: 1,
};
