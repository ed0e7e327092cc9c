/** Loudness, 0 to 1, above which somebody speaks rather than breathes. */
const loud = 0.3;
/** Measures of speech, less half the quiet ones between them, until it is no cough. */
const enough = 5;
/** Milliseconds that the hint stays after the last word. */
const hold = 4_000;

/** Whether somebody speaks although their microphone is off; made from loudness alone, and nothing is kept. */
export class MutedSpeech {
  private score = 0;
  private lastWord = Number.NEGATIVE_INFINITY;

  /**
   * @param level 0 to 1, some ten times a second
   * @param at in milliseconds
   * @returns whether to tell them
   */
  hear(level: number, at: number): boolean {
    this.score = level > loud ? Math.min(this.score + 1, enough) : Math.max(this.score - 0.5, 0);
    if (this.score === enough) this.lastWord = at;
    return at - this.lastWord < hold;
  }
}
