/** Milliseconds somebody speaks before the stage turns to them: a "yes" moves nobody's eyes. */
const patience = 2_000;

/** Whom to look at among those who speak: it stays until somebody else has spoken for a while. */
export class FollowedSpeaker {
  current: string | null = null;
  private speaking: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  /** The loudest of the others changed; null when it is quiet. */
  hear(speaker: string | null): void {
    if (speaker === this.speaking) return;
    this.speaking = speaker;
    clearTimeout(this.timer);
    if (speaker === null || speaker === this.current) return;
    this.timer = setTimeout(() => {
      this.current = speaker;
      this.onChange();
    }, patience);
  }
}
