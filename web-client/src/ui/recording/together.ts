/** A file on the recording's line of time, in milliseconds. */
export interface Placed {
  begins: number;
  /** Seconds that it lasts, as its player knows; not finite where a server that was killed could not write it. */
  duration: number;
}

/** Seconds that a player may be ahead or behind before it is moved: less is seen as a jump. */
const tolerance = 0.3;

/** Where a file's player should be while the recording is at `position`, in seconds; null before its begin and after its end. */
export function placeOf({ begins, duration }: Placed, position: number): number | null {
  const at = (position - begins) / 1000;
  if (at < 0 || (Number.isFinite(duration) && at > duration)) return null;
  return at;
}

/** Brings a player to where it should be. */
export function follow(player: HTMLMediaElement, begins: number, position: number, playing: boolean): void {
  const at = placeOf({ begins, duration: player.duration }, position);
  if (at === null) {
    player.pause();
    return;
  }
  if (Math.abs(player.currentTime - at) > tolerance) player.currentTime = at;
  // What may not play now is tried again at the next look.
  if (playing && player.paused) void player.play().catch(() => undefined);
  if (!playing) player.pause();
}
