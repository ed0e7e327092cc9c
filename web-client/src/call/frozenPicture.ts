/** Milliseconds without a new frame after which a picture is said to be frozen. */
const patience = 2_000;

/** Whether a picture stands still that should move. */
export class FrozenPicture {
  private frames = 0;
  private movedAt: number | null = null;

  /**
   * @param frames shown so far
   * @param at in milliseconds
   */
  look(frames: number, at: number): boolean {
    const moved = frames !== this.frames;
    this.frames = frames;
    // Before its first frame a picture is on its way.
    if (moved) this.movedAt = at;
    return this.movedAt !== null && at - this.movedAt > patience;
  }

  /** Nobody looked for a while, as when the page was hidden. */
  forget(): void {
    this.movedAt = null;
  }
}
