import type { frCaptions } from "./frCaptions";

/** English words of captions. */
export const enCaptions: typeof frCaptions = {
  captions: {
    captions: "Captions",
    show: "Show captions",
    hide: "Hide captions",
    write: "Write captions",
    explain: "What you write stands in large letters below the picture, for everybody. It is kept nowhere.",
    line: "One line, then Enter",
    language: "Language of the lines",
    send: "Show the line",
  },
};
